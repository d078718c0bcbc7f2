// Theoretical results on the models of contagion in very large populations, for comparison with simulations.
#pragma once

#include <vector>

#include "sim/reference/bass.hpp"
#include "sim/reference/cascade.hpp"

namespace hibiki::inline reference {

/// Share that has adopted by `time` (Bass 1969): (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t).
double bass_share(const BassParameters& parameters, double time);
/// Time ln(q/p) / (p + q), share (q - p) / 2q and rate (p + q)^2 / 4q where adoption is fastest; none unless q > p, for
/// then it is at the start.
std::optional<BassPeak> bass_peak_in_theory(const BassParameters& parameters);

/// The largest x in [0, 1] with x = 1 - exp(-mean x): the share that a cascade reaches along ties that pass it on
/// `mean` times an agent, and the chance that one agent starts such a cascade; 0 up to mean 1.
double giant_share(double mean);

/// Share on in the end with normal thresholds in a complete network: the lowest fixed point of
/// x = Phi((x - mean) / deviation), deviation > 0.
double granovetter_share(double mean, double deviation);

/// Watts (2002) on a random network of Poisson degrees with one threshold for all, by generating functions.
struct CascadeTheory {
  double trigger = 0;    ///< chance that one agent hits the giant cluster of the vulnerable or is next to it
  double share = 0;      ///< that is on in the end when it does (Gleeson and Cahalane 2007, from a vanishing seed)
  double branching = 0;  ///< further vulnerable neighbours of a vulnerable neighbour: z Q(K - 1), Q the Poisson sum
};
CascadeTheory cascade_theory(double mean_degree, double threshold);

/// Mean degrees between which branching is above 1; both 0 when it never is.
CascadeWindow cascade_window_in_theory(double threshold);

/// SI in a complete network: the logistic curve x' = growth x (1 - x) from x(0) = start.
double si_share_everybody(double start, double growth, double time);
/// The same on a random network of Poisson degrees, each tie of an active agent passing it on at rate growth /
/// mean_degree, after 0, step, 2 step ... up to `steps` (Miller, Slim and Volz 2012). A tie that has not passed it on
/// yet has chance t: t' = -rate (t - (1 - start) exp(-z (1 - t))), x = 1 - (1 - start) exp(-z (1 - t)). `start` drawn
/// from all alike.
std::vector<double> si_shares_on_random(double start, double mean_degree, double growth, double step, int steps);

}  // namespace hibiki::reference
