#include "tools/reproduce/evidence_tables.hpp"

namespace hibiki::inline reproduction {

std::span<const Field<HeadText>> head_fields() {
  static const std::vector<Field<HeadText>> fields = {
      {.key = "title", .member = &HeadText::title, .meaning = "name of the experiment", .required = true},
      {.key = "question", .member = &HeadText::question, .meaning = "the research question"},
      {.key = "model", .member = &HeadText::model, .meaning = "model of the experiment", .required = true},
      {.key = "source", .member = &HeadText::source, .meaning = "the paper", .required = true}};
  return fields;
}

std::span<const Field<SeedsText>> seed_fields() {
  static const std::vector<Field<SeedsText>> fields = {
      {.key = "first", .member = &SeedsText::first, .minimum = 0, .maximum = 9e15, .meaning = "first seed"},
      {.key = "replicates",
       .member = &SeedsText::replicates,
       .minimum = 1,
       .maximum = 1e7,
       .meaning = "number of seeds"}};
  return fields;
}

std::span<const Field<GivenParameter>> given_fields() {
  static const std::vector<Field<GivenParameter>> fields = {
      {.key = "value", .member = &GivenParameter::value, .meaning = "the parameter's value", .required = true},
      {.key = "mark", .member = &GivenParameter::mark, .meaning = "S, C, M, fitted or chosen", .required = true},
      {.key = "source", .member = &GivenParameter::source, .meaning = "source of the value"}};
  return fields;
}

std::span<const Field<EvidenceFigure>> figure_fields() {
  static const std::vector<Field<EvidenceFigure>> fields = {
      {.key = "sweeps", .member = &EvidenceFigure::sweeps, .meaning = "ranges, as for --sweep"},
      {.key = "measures", .member = &EvidenceFigure::measures, .meaning = "measures shown"},
      {.key = "replicates",
       .member = &EvidenceFigure::replicates,
       .minimum = 1,
       .maximum = 1e7,
       .meaning = "seeds a point"},
      {.key = "edges", .member = &EvidenceFigure::edges, .meaning = "values to mark on the sweep's axis, by name"},
      {.key = "beside", .member = &EvidenceFigure::beside, .meaning = "another evidence file of the same model"},
      {.key = "label", .member = &EvidenceFigure::label, .meaning = "name of this experiment in the common figure"}};
  return fields;
}

std::span<const Field<CaseText>> case_fields() {
  static const std::vector<Field<CaseText>> fields = {
      {.key = "name", .member = &CaseText::name, .meaning = "the case's name", .required = true},
      {.key = "set", .member = &CaseText::set, .meaning = "its own parameters", .required = true}};
  return fields;
}

std::span<const Field<WrongText>> wrong_fields() {
  static const std::vector<Field<WrongText>> fields = {
      {.key = "case", .member = &WrongText::of_case, .meaning = "the case in which it is wrong"},
      {.key = "set", .member = &WrongText::set, .meaning = "its wrong parameters", .required = true},
      {.key = "why", .member = &WrongText::why, .meaning = "reason why it is wrong"}};
  return fields;
}

std::span<const Field<TargetText>> target_fields() {
  static const std::vector<Field<TargetText>> fields = {
      {.key = "case", .member = &TargetText::of_case, .meaning = "the case it is about"},
      {.key = "measure", .member = &TargetText::measure, .meaning = "measure to judge"},
      {.key = "measures", .member = &TargetText::measures, .meaning = "measures expected in ascending order"},
      {.key = "rule", .member = &TargetText::rule, .meaning = "rule for passing", .required = true},
      {.key = "value", .member = &TargetText::value, .meaning = "expected value"},
      {.key = "tolerance", .member = &TargetText::tolerance, .minimum = 0, .meaning = "in the measure's unit"},
      {.key = "relative_tolerance",
       .member = &TargetText::relative_tolerance,
       .minimum = 0,
       .meaning = "times the value"},
      {.key = "share",
       .member = &TargetText::share,
       .minimum = 0,
       .maximum = 1,
       .meaning = "share of seeds that must comply"},
      {.key = "mark", .member = &TargetText::mark, .meaning = "S, C, M or fitted", .required = true},
      {.key = "source", .member = &TargetText::source, .meaning = "source of the value", .required = true}};
  return fields;
}

}  // namespace hibiki::reproduction
