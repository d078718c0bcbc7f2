#include <fmt/format.h>

#include "tools/bench/bench.hpp"

namespace hibiki::inline bench {

namespace {

std::string rate(double per_second) {
  return per_second >= 1e6 ? fmt::format("{:.1f} M", per_second / 1e6) : fmt::format("{:.0f} k", per_second / 1e3);
}

std::string time(double seconds) {
  if (seconds >= 1.0) return fmt::format("{:.2f} s", seconds);
  return seconds >= 1e-3 ? fmt::format("{:.1f} ms", seconds * 1e3) : fmt::format("{:.1f} us", seconds * 1e6);
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string plus_minus(const Samples& samples, int digits) {
  return fmt::format("{:.{}f} +-{:.0f}%", samples.median(), digits, 100.0 * samples.spread());
}

std::string kernels_text(const BenchReport& report) {
  std::string text = "Primitives of this machine, one thread           ns each\n";
  for (const KernelBench& kernel : report.kernels)
    text += fmt::format("  {:<43} {:>12}\n", kernel.what, plus_minus(kernel.nanoseconds, 2));
  return text;
}

/// Rows of one size of world, a thread count each.
std::string listen_text(const WorldBench& world) {
  std::string text;
  for (const ListenBench& listening : world.listen) {
    const Samples ratio = ratios(listening.seconds, listening.bare_seconds);
    const Samples speedup = ratios(world.listen.front().seconds, listening.seconds);
    text += fmt::format("{:>11} {:>8} {:>13} {:>13} {:>12} {:>11} {:>6}\n",
                        &listening == &world.listen.front() ? grouped(world.fans) : "", listening.threads,
                        rate(static_cast<double>(world.fans) / listening.seconds.median()),
                        time(listening.bare_seconds.median()), plus_minus(ratio, 2),
                        listening.threads == 1 ? "" : fmt::format("{:.2f} x", speedup.median()),
                        fmt::format("{:.0f}%", 100.0 * listening.seconds.spread()));
  }
  return text;
}

std::string worlds_text(const BenchReport& report) {
  std::string text = "\nListen phase\n       fans  threads  fan-weeks/s    bare work  listen/bare   speed-up spread\n";
  for (const WorldBench& world : report.worlds) text += listen_text(world);
  text += fmt::format("     target {:>49} {:>9} x\n", fmt::format("<= {:.1f}", BenchTargets::kListenOverBare),
                      fmt::format(">= {:.2f}", BenchTargets::kTwoThreads));
  text += "\nA fan in that week      attentive    ties read    Philox blocks\n";
  for (const WorldBench& world : report.worlds)
    text += fmt::format("{:>11} {:>21.3f} {:>12.2f} {:>16.2f}\n", grouped(world.fans), world.attentive, world.ties_read,
                        world.blocks);
  return text;
}

std::string memory_text(const BenchReport& report) {
  std::string text = "\nWorld          bytes a fan  bytes a tie      build       week   build in weeks\n";
  for (const WorldBench& world : report.worlds)
    text += fmt::format("{:>11} {:>14.1f} {:>12.2f} {:>10} {:>10} {:>16.1f}\n", grouped(world.fans),
                        world.bytes_per_fan, world.bytes_per_tie, time(world.build_seconds.median()),
                        time(world.week_seconds.median()), world.build_seconds.median() / world.week_seconds.median());
  return text + fmt::format("     target {:>14} {:>12} {:>38}\n", fmt::format("<= {:.0f}", BenchTargets::kBytesPerFan),
                            fmt::format("<= {:.1f}", BenchTargets::kBytesPerTie),
                            fmt::format("< {:.0f}", BenchTargets::kBuildInWeeks));
}

std::string shares(const PartSeconds& parts) {
  double all = 0.0;
  for (const double seconds : parts) all += seconds;
  std::string text;
  for (const double seconds : parts) text += fmt::format("{:>7.1f}%", all > 0.0 ? 100.0 * seconds / all : 0.0);
  return text;
}

std::string parts_text(const BenchReport& report) {
  std::string text = "\nTime in        ";
  for (std::size_t part = 0; part < kParts; ++part) text += fmt::format("{:>8}", part_name(part));
  text += "\n";
  for (const WorldBench& world : report.worlds)
    text += fmt::format("{:>11} {}\n", grouped(world.fans), shares(world.parts));
  if (report.history) text += fmt::format("{:>11} {}\n", "history", shares(report.history->parts));
  return text;
}

std::string contagion_text(const ContagionBench& contagion) {
  std::string text = fmt::format("\nContagion: {} agents, 16 ties each, {} ticks\n{:>42} {:>10} {:>10} {:>12}\n",
                                 grouped(contagion.agents), contagion.ticks, "threads", "time", "ties/s", "over plain");
  const auto row = [&](const char* name, int threads, const Samples& seconds) {
    return fmt::format("  {:<32} {:>7} {:>10} {:>10} {:>12}\n", name, threads, time(seconds.median()),
                       rate(static_cast<double>(contagion.ties_read) / seconds.median()),
                       plus_minus(ratios(seconds, contagion.plain_seconds), 2));
  };
  text += row("a plain loop", 1, contagion.plain_seconds);
  for (const ContagionSeconds& one : contagion.by_threads) text += row("the kernel", one.threads, one.seconds);
  return text + fmt::format("     target {:>65}\n", fmt::format("<= {:.1f}", BenchTargets::kContagionOverPlain));
}

std::string history_text(const HistoryBench& history, const std::string& name) {
  return fmt::format("\n{}: {} fans, {} weeks in {:.1f} s (target: < {:.0f} s for 100,000 fans on two cores)\n", name,
                     grouped(history.fans), history.weeks, history.seconds, BenchTargets::kHistorySeconds);
}

}  // namespace

std::string bench_text(const BenchReport& report) {
  std::string text = fmt::format("{}, {} cores; {}, its last weeks, {} of them to warm each world\n", report.processor,
                                 report.cores, report.scenario, report.warm_weeks);
  text += "Medians; +- and spread are half the distance between the quartiles.\n\n";
  text += kernels_text(report) + worlds_text(report) + memory_text(report) + parts_text(report) +
          contagion_text(report.contagion);
  if (report.history) text += history_text(*report.history, report.scenario);
  return text;
}

}  // namespace hibiki::bench
