// The tables of an evidence file and their keys.
#pragma once

#include <cmath>
#include <span>

#include "sim/scenario/schema.hpp"
#include "tools/reproduce/evidence.hpp"

namespace hibiki::inline reproduction {

struct HeadText {
  std::string title, question, model, source;
};
struct SeedsText {
  std::int64_t first = 1, replicates = 1;
};
struct CaseText {
  std::string name;
  std::map<std::string, double> set;
};
struct WrongText {
  std::string of_case, why;
  std::map<std::string, double> set;
};
struct TargetText {
  std::string of_case, measure, rule, mark, source;
  std::vector<std::string> measures;
  double value = std::nan(""), tolerance = std::nan(""), relative_tolerance = std::nan(""), share = 1;
};

std::span<const Field<HeadText>> head_fields();
std::span<const Field<SeedsText>> seed_fields();
std::span<const Field<GivenParameter>> given_fields();
std::span<const Field<EvidenceFigure>> figure_fields();
std::span<const Field<CaseText>> case_fields();
std::span<const Field<TargetText>> target_fields();
std::span<const Field<WrongText>> wrong_fields();

}  // namespace hibiki::reproduction
