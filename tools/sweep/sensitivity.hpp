// Sobol' indices and Morris' elementary effects of a measure that depends on the factors of a design and on luck, the
// variation between seeds. All points of a design have the same seeds, so luck is one more factor, crossed with the
// others, with shares of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hibiki::inline sweep {

/// A value with its 95 % interval, by a bootstrap that draws rows of the design and seeds again (percentiles; Owen
/// 2007, Annals of Applied Statistics 1, 386-411). NaN where there is none.
struct IndexEstimate {
  double value = 0, low = 0, high = 0;
};

/// Shares of the variance of single runs.
struct SobolIndex {
  IndexEstimate first;  ///< of the factor alone
  IndexEstimate total;  ///< with its interactions, those with luck among them
};

struct SobolAnalysis {
  std::size_t rows = 0;  ///< of the base samples whose runs are all there
  double mean = 0, variance = 0;
  std::vector<SobolIndex> factors;
  SobolIndex luck;  ///< NaN with one seed
};

/// The change of a measure when a factor goes through its whole range, from steps of one factor at a time.
struct MorrisEffect {
  IndexEstimate mean;       ///< mean effect
  IndexEstimate mean_abs;   ///< mean over trajectories of the size of the effect, each a mean over seeds
  IndexEstimate deviation;  ///< between trajectories, without luck's part: curved, or it depends on other factors
  double luck_alone = 0;    ///< mean size that a factor without effect would have; NaN with one seed
};

struct MorrisAnalysis {
  std::size_t trajectories = 0;  ///< whose runs are all there
  std::vector<MorrisEffect> factors;
  IndexEstimate luck;  ///< share of the variance over all points and seeds; NaN with one seed
};

/// Values of a measure: a row for each row of the design, in it one for each seed; NaN where there is none.
using RowValues = std::vector<std::vector<double>>;

/// First-order and total indices by Jansen's estimators (Saltelli et al. 2010, Computer Physics Communications 181,
/// 259-270) of the rows of a saltelli design: A, B, then A with each column of B. Seeds are centred on their means
/// first; runs whose factors are compared for the total index have the same seed, for the first-order index two
/// different ones. Rows of the base samples with a value missing are left out; with fewer than two all is NaN.
SobolAnalysis sobol_indices(const RowValues& values, std::size_t factors);

/// Elementary effects of the rows of a morris design, whose places in the ranges are `units`, 0 to 1. Trajectories
/// with a value missing are left out; with none all is NaN.
MorrisAnalysis morris_effects(const RowValues& values, const std::vector<std::vector<double>>& units,
                              std::size_t factors);

}  // namespace hibiki::sweep
