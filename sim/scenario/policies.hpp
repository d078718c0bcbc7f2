// The levers of each label in each week: dated policies, learnt deviations, interventions, and the answers to those of
// others, in this order.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/scenario/rules.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/target.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline scenario {

/// A label as far as targets are concerned.
struct LabelIdentity {
  LabelKind kind;
  std::string home, scene, entry, name;
};

/// Labels of the scenario's file, in its order; entrants come on top.
std::vector<LabelIdentity> identities_of(const Scenario& scenario);

/// A target, which must be valid, means this label.
bool selects(const std::string& target, const LabelIdentity& label);

bool in_force(const Intervention& intervention, Day day);

/// A change about markets abroad that names a label's home alone: it is nothing to this label.
bool names_home_alone(const Intervention& intervention, const std::string& home);

/// The lever plan of one label, resolved from the scenario once. Evaluate it for any day.
class PolicyPlan {
 public:
  PolicyPlan(const Scenario& scenario, const LabelIdentity& label);

  /// The plan of `scenario` for a label that followed `past` until now: ramps that both have go on as they began.
  PolicyPlan(const Scenario& scenario, const LabelIdentity& label, const PolicyPlan& past);

  /// Dated policy on `day`, without learning and interventions.
  Policy dated(Day day) const;

  /// Policy in force on `day`: dated value + learnt deviation, clipped to the range; interventions then replace
  /// it (a ramp starts from the value in force in the first week on or after `from`; `current` changes nothing).
  /// `learnt` holds a deviation for every lever. Weeks must be visited in order: ramps remember where they began.
  Policy effective(Day day, const Policy& learnt);

  /// The value of `lever` on `day` is the record, with all that the label had learnt: a policy rule sets it, and the
  /// day is before the scenario's run.now.
  bool recorded(double Policy::*lever, Day day) const;

  /// A policy rule sets `lever` of this label.
  bool has_rule(double Policy::*lever) const;

  /// The rate at which a response lets or makes this label learn `lever` on `day`, a year; none where no response is
  /// about it.
  std::optional<double> learning_rate(double Policy::*lever, Day day) const;

  /// Which own values an answer leaves alone: those beyond its value, on the side to which the answered labels move.
  enum class Keeps : std::uint8_t { none, higher, lower };

  /// A change of a lever that holds in some markets alone.
  struct Aim {
    double Policy::*lever;
    std::uint64_t markets;  ///< bit m: market m of the scenario; never the label's home
    Intervention::Change change;
    double value;  ///< as Intervention::value
    double part;   ///< of the way from the usual value to the new one: below 1 while it ramps
    Keeps keeps;

    bool names(std::size_t market) const { return ((markets >> market) & 1) != 0; }
    /// The value it makes of the usual one, that of the week.
    double over(double usual) const;
  };

  /// Aims in force in the week that effective() visited last, in the order of the file. They are no part of its policy.
  const std::vector<Aim>& aims() const { return aims_; }
  /// A lever of ByMarket::each in one market abroad in that week, where it usually has the value `usual`.
  double in_market(double Policy::*lever, std::size_t market, double usual) const;

  /// What the interventions and answers in force cost this label in the week that effective() visited last, US dollars
  /// of 2015, by what pays: in the order of kPaidFrom.
  const std::array<double, kPaidFrom.size()>& costs() const { return costs_; }
  /// All of them.
  double cost() const;

 private:
  /// What an answer that keeps some own values makes of a label's own.
  static double kept(Keeps keeps, double own, double changed);

  friend class cereal::access;
  /// How far its ramps are; the rest follows from scenario and label.
  template <class Archive>
  void serialize(Archive& archive) {
    for (Ramp& ramp : ramps_) archive(ramp.begun, ramp.first, ramp.before);
  }

  struct Ramp {
    Ramp(const Scenario& scenario, const LabelIdentity& label, const Intervention& what, Keeps own = Keeps::none);
    /// Changes `policy` as the intervention, in force on `day`, says.
    void apply(Day day, Policy& policy);
    /// The same in its markets; `policy` is that in force elsewhere.
    Aim aim(Day day, const Policy& policy);

    Intervention intervention;
    const Field<Policy>* range;  ///< the lever's
    Keeps keeps;
    std::size_t paid_from;      ///< position in kPaidFrom
    std::uint64_t markets = 0;  ///< as Aim::markets; 0: everywhere, or nowhere abroad
    bool begun = false;
    Day first{};          ///< first day visited while in force
    double before = 0.0;  ///< value in force when it began
    bool idle = false;    ///< an answer that changed nothing in the week visited last, and costs nothing

   private:
    /// Whether `day` is the first on which it is in force.
    bool begins(Day day);
    /// Part of the ramp that is done on `day`, on which it is in force.
    double part(Day day) const;
  };
  /// What a response says on how a lever is learnt.
  struct Learning {
    double Policy::*lever;
    Day from, until;
    double rate;
  };

  /// The side to which the intervention moves the labels of the file that it is aimed at: their mean dated value when
  /// it begins, against the new one.
  static Keeps kept_by_answers(const Scenario& scenario, const Intervention& change);
  /// Takes the answers of this label to interventions of others.
  void answer(const Scenario& scenario, const LabelIdentity& label);

  std::vector<std::pair<double Policy::*, DatedValue>> levers_;
  std::vector<Learning> learning_;
  Day now_;
  std::vector<Ramp> ramps_;
  std::vector<Aim> aims_;
  std::array<double, kPaidFrom.size()> costs_{};
};

}  // namespace hibiki::scenario
