#include <nlohmann/json.hpp>

#include "tools/bench/bench.hpp"

namespace hibiki::inline bench {

namespace {

using Json = nlohmann::ordered_json;

Json samples_json(const Samples& samples) {
  if (samples.empty()) return nullptr;
  return {{"median", samples.median()}, {"spread", samples.spread()}, {"repetitions", samples.values.size()}};
}

Json parts_json(const PartSeconds& parts) {
  double all = 0.0;
  for (const double seconds : parts) all += seconds;
  Json json;
  for (std::size_t i = 0; i < kParts; ++i) json[std::string(part_name(i))] = all > 0.0 ? parts[i] / all : 0.0;
  return json;
}

Json listen_json(const WorldBench& world, const ListenBench& listening) {
  const Samples ratio = ratios(listening.seconds, listening.bare_seconds);
  const Samples speedup = ratios(world.listen.front().seconds, listening.seconds);
  return {{"threads", listening.threads},
          {"fan_weeks_per_second", static_cast<double>(world.fans) / listening.seconds.median()},
          {"seconds", samples_json(listening.seconds)},
          {"bare_seconds", samples_json(listening.bare_seconds)},
          {"over_bare", samples_json(ratio)},
          {"speedup", samples_json(speedup)}};
}

Json world_json(const WorldBench& world) {
  Json listen = Json::array();
  for (const ListenBench& listening : world.listen) listen.push_back(listen_json(world, listening));
  const double week = world.week_seconds.median();
  return {{"fans", world.fans},
          {"ties", world.ties},
          {"attentive_per_fan", world.attentive},
          {"ties_read_per_fan", world.ties_read},
          {"philox_blocks_per_fan", world.blocks},
          {"listen", listen},
          {"bytes_per_fan", world.bytes_per_fan},
          {"bytes_per_tie", world.bytes_per_tie},
          {"build_seconds", samples_json(world.build_seconds)},
          {"week_seconds", samples_json(world.week_seconds)},
          {"build_in_weeks", week > 0.0 ? Json(world.build_seconds.median() / week) : Json()},
          {"parts", parts_json(world.parts)}};
}

Json contagion_json(const ContagionBench& contagion) {
  Json by_threads = Json::array();
  for (const ContagionSeconds& one : contagion.by_threads)
    by_threads.push_back({{"threads", one.threads},
                          {"seconds", samples_json(one.seconds)},
                          {"over_plain", samples_json(ratios(one.seconds, contagion.plain_seconds))}});
  return {{"agents", contagion.agents},
          {"ticks", contagion.ticks},
          {"ties_read", contagion.ties_read},
          {"adopters", contagion.adopters},
          {"plain_seconds", samples_json(contagion.plain_seconds)},
          {"kernel", by_threads}};
}

Json targets_json() {
  using T = BenchTargets;
  return {{"over_bare", T::kListenOverBare},      {"contagion_over_plain", T::kContagionOverPlain},
          {"speedup_of_two", T::kTwoThreads},     {"bytes_per_fan", T::kBytesPerFan},
          {"bytes_per_tie", T::kBytesPerTie},     {"build_in_weeks", T::kBuildInWeeks},
          {"history_seconds", T::kHistorySeconds}};
}

}  // namespace

std::string bench_json(const BenchReport& report) {
  Json kernels;
  for (const KernelBench& kernel : report.kernels) kernels[kernel.name] = samples_json(kernel.nanoseconds);
  Json worlds = Json::array();
  for (const WorldBench& world : report.worlds) worlds.push_back(world_json(world));
  Json json = {{"processor", report.processor},
               {"cores", report.cores},
               {"scenario", report.scenario},
               {"warm_weeks", report.warm_weeks},
               {"nanoseconds", kernels},
               {"worlds", worlds},
               {"contagion", contagion_json(report.contagion)},
               {"history", nullptr},
               {"targets", targets_json()}};
  if (report.history)
    json["history"] = {{"fans", report.history->fans},
                       {"weeks", report.history->weeks},
                       {"seconds", report.history->seconds},
                       {"parts", parts_json(report.history->parts)}};
  return json.dump(2) + "\n";
}

}  // namespace hibiki::bench
