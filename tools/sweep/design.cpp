#include <fmt/format.h>

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "sim/core/accurate_math.hpp"
#include "sim/core/draws.hpp"
#include "sim/core/error.hpp"
#include "tools/sweep/constraints.hpp"
#include "tools/sweep/design_draws.hpp"
#include "tools/sweep/read_csv.hpp"
#include "tools/sweep/sweep.hpp"

namespace hibiki::inline sweep {

namespace {

using Point = std::vector<std::string>;
using UnitPoint = std::vector<double>;

/// 0, 1 ... count - 1 in a random order.
std::vector<std::size_t> shuffled(const Draws& draws, const char* purpose, std::uint64_t row, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t i = count; i > 1; --i)
    std::swap(order[i - 1],
              order[static_cast<std::size_t>(design_uniform(draws, purpose, row, i) * static_cast<double>(i))]);
  return order;
}

Point at(const SweepFile& sweep, const UnitPoint& unit) {
  Point point;
  for (std::size_t f = 0; f < unit.size(); ++f) point.push_back(sweep.factors[f].at(unit[f]));
  return point;
}

std::vector<Point> grid(const SweepFile& sweep) {
  std::vector<Point> points{{}};
  for (const Factor& factor : sweep.factors) {  // the last factor runs fastest
    std::vector<Point> more;
    for (const Point& point : points)
      for (const std::string& value : factor.all_values()) {
        more.push_back(point);
        more.back().push_back(value);
      }
    points = std::move(more);
  }
  return points;
}

std::vector<Point> zip(const SweepFile& sweep) {
  std::vector<Point> points(sweep.factors.front().all_values().size());
  for (const Factor& factor : sweep.factors) {
    const auto values = factor.all_values();
    for (std::size_t i = 0; i < points.size(); ++i) points[i].push_back(values[i]);
  }
  return points;
}

/// The first value of each factor, then each other value of one factor with the others at their first.
std::vector<Point> one_at_a_time(const SweepFile& sweep) {
  Point base;
  for (const Factor& factor : sweep.factors) base.push_back(factor.all_values().front());
  std::vector<Point> points{base};
  for (std::size_t f = 0; f < sweep.factors.size(); ++f) {
    const auto values = sweep.factors[f].all_values();
    for (std::size_t v = 1; v < values.size(); ++v) {
      points.push_back(base);
      points.back()[f] = values[v];
    }
  }
  return points;
}

/// Rows of a Sobol' sequence, each column with a digital shift (exclusive or) that the seed decides: 2^m rows stay a
/// net in base 2. Boost's sequence leaves out its first point, 0 in every column, which belongs to that net (Owen 2020,
/// "On dropping the first Sobol' point").
std::vector<UnitPoint> sobol_rows(std::size_t columns, std::int64_t seed, std::int64_t count) {
  boost::random::sobol sequence(columns);
  std::vector<UnitPoint> rows(static_cast<std::size_t>(count), UnitPoint(columns));
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const std::uint64_t shifted = (r == 0 ? 0 : sequence()) ^ mix(static_cast<std::uint64_t>(seed) ^ mix(c + 1));
      rows[r][c] = static_cast<double>(shifted >> 11) * 0x1p-53;
    }
  return rows;
}

std::vector<UnitPoint> latin_hypercube(std::size_t columns, std::int64_t seed, std::int64_t count) {
  const Draws draws(static_cast<std::uint64_t>(seed));
  const auto rows = static_cast<std::size_t>(count);
  std::vector<UnitPoint> points(rows, UnitPoint(columns));
  for (std::size_t c = 0; c < columns; ++c) {
    const auto order = shuffled(draws, "order of a Latin hypercube", c, rows);
    for (std::size_t r = 0; r < rows; ++r)
      points[r][c] = (static_cast<double>(order[r]) + design_uniform(draws, "place in a Latin hypercube", r, c)) /
                     static_cast<double>(rows);
  }
  return points;
}

/// Saltelli's design for first-order and total indices (Saltelli et al. 2010, Computer Physics Communications 181,
/// 259-270): row by row A, B, and A with each column of B. Rows of A and B are one Sobol' sequence in twice the
/// columns.
std::vector<UnitPoint> saltelli(std::size_t columns, std::int64_t seed, std::int64_t count) {
  std::vector<UnitPoint> points;
  for (const UnitPoint& both : sobol_rows(2 * columns, seed, count)) {
    const auto half = both.begin() + static_cast<std::ptrdiff_t>(columns);
    const UnitPoint a(both.begin(), half), b(half, both.end());
    points.push_back(a);
    points.push_back(b);
    for (std::size_t c = 0; c < columns; ++c) {
      points.push_back(a);
      points.back()[c] = b[c];
    }
  }
  return points;
}

/// Morris' trajectories (Morris 1991, Technometrics 33, 161-174): from a random point of the grid of levels every
/// factor moves once, by half of the range or a little more, in random order.
std::vector<UnitPoint> morris(std::size_t columns, const Design& design) {
  const Draws draws(static_cast<std::uint64_t>(design.seed));
  const std::int64_t last = design.levels - 1, step = design.levels / 2;
  std::vector<UnitPoint> points;
  // Whole numbers of levels, so that equal levels are equal values.
  const auto add = [&](const std::vector<std::int64_t>& point) {
    UnitPoint& unit = points.emplace_back();
    for (const std::int64_t level : point) unit.push_back(static_cast<double>(level) / static_cast<double>(last));
  };
  for (std::int64_t t = 0; t < design.trajectories; ++t) {
    const auto row = static_cast<std::uint64_t>(t);
    std::vector<std::int64_t> point(columns), move(columns);
    for (std::size_t c = 0; c < columns; ++c) {
      // A start from which the step up stays inside; then perhaps turned over.
      const auto starts = static_cast<double>(design.levels - step);
      point[c] = static_cast<std::int64_t>(design_uniform(draws, "start of a trajectory", row, c) * starts);
      move[c] = design_uniform(draws, "direction of a trajectory", row, c) < 0.5 ? step : -step;
      if (move[c] < 0) point[c] = last - point[c];
    }
    add(point);
    for (const std::size_t c : shuffled(draws, "order of a trajectory", row, columns)) {
      point[c] += move[c];
      add(point);
    }
  }
  return points;
}

std::vector<Point> from_units(const SweepFile& sweep, const std::vector<UnitPoint>& units) {
  std::vector<Point> points;
  points.reserve(units.size());
  for (const UnitPoint& unit : units) points.push_back(at(sweep, unit));
  return points;
}

std::vector<Point> points_in(const CsvTable& table, const SweepFile& sweep) {
  std::vector<std::size_t> columns;
  for (const Factor& factor : sweep.factors)
    columns.push_back(table.column({factor.name, factor.key}, sweep.design.file));
  std::vector<Point> points;
  for (const auto& row : table.rows) {
    Point& point = points.emplace_back();
    for (const std::size_t column : columns) point.push_back(row[column]);
  }
  return points;
}

std::string number_text(double value) { return fmt::format("{}", value); }

}  // namespace

std::string Factor::at(double unit) const {
  if (is_range()) {
    const double value = scale == "log" ? low * accurate::pow(high / low, unit) : low + (high - low) * unit;
    return number_text(std::clamp(value, low, high));
  }
  const auto count = static_cast<double>(values.size());
  return values[static_cast<std::size_t>(std::clamp(std::floor(unit * count), 0.0, count - 1.0))];
}

std::vector<std::string> Factor::all_values() const {
  if (!is_range()) return values;
  std::vector<std::string> all;
  for (std::int64_t i = 0; i < levels; ++i)
    all.push_back(at(levels == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(levels - 1)));
  return all;
}

std::optional<double> number_in(const std::string& value) {
  double number = 0;
  const char* end = value.data() + value.size();
  const auto [read, error] = std::from_chars(value.data(), end, number);
  return error == std::errc() && read == end ? std::optional(number) : std::nullopt;
}

double point_count(const SweepFile& sweep) {
  const auto factors = static_cast<double>(sweep.factors.size());
  const auto sum = [&](const auto& of) {
    return std::accumulate(sweep.factors.begin(), sweep.factors.end(), 0.0,
                           [&](double total, const Factor& f) { return total + of(f); });
  };
  const auto count_of = [](const Factor& f) {
    return f.is_range() ? static_cast<double>(f.levels) : static_cast<double>(f.values.size());
  };
  switch (sweep.design.kind) {
    case DesignKind::grid:
      return std::accumulate(sweep.factors.begin(), sweep.factors.end(), 1.0,
                             [&](double total, const Factor& f) { return total * count_of(f); });
    case DesignKind::zip:
      return count_of(sweep.factors.front());
    case DesignKind::one_at_a_time:
      return 1.0 + sum([&](const Factor& f) { return count_of(f) - 1.0; });
    case DesignKind::morris:
      return static_cast<double>(sweep.design.trajectories) * (factors + 1.0);
    case DesignKind::saltelli:
      return static_cast<double>(sweep.design.points) * (factors + 2.0);
    case DesignKind::csv:
      return static_cast<double>(read_csv(sweep.design.file).rows.size());
    default:
      return static_cast<double>(sweep.design.points);
  }
}

std::vector<UnitPoint> design_units(const Design& design, std::size_t factors) {
  switch (design.kind) {
    case DesignKind::sobol:
      return sobol_rows(factors, design.seed, design.points);
    case DesignKind::latin_hypercube:
      return latin_hypercube(factors, design.seed, design.points);
    case DesignKind::saltelli:
      return saltelli(factors, design.seed, design.points);
    case DesignKind::morris:
      return morris(factors, design);
    default:
      return {};
  }
}

namespace {
std::vector<Point> all_points(const SweepFile& sweep) {
  const Design& design = sweep.design;
  switch (design.kind) {
    case DesignKind::grid:
      return grid(sweep);
    case DesignKind::zip:
      return zip(sweep);
    case DesignKind::one_at_a_time:
      return one_at_a_time(sweep);
    case DesignKind::csv:
      return points_in(read_csv(sweep.design.file), sweep);
    default:
      return from_units(sweep, design_units(design, sweep.factors.size()));
  }
}

}  // namespace

std::vector<Point> design_points(const SweepFile& sweep) {
  std::vector<Point> points = all_points(sweep);
  if (sweep.design.constraints.empty()) return points;
  std::vector<std::string> names;
  for (const Factor& factor : sweep.factors) names.push_back(factor.name);
  Constraints constraints(sweep.design.constraints, names);
  std::erase_if(points, [&](const Point& point) { return !constraints.met_by(point); });
  return points;
}

std::string place_of(const SweepFile& sweep, const std::vector<std::string>& point) {
  if (sweep.design.kind != DesignKind::csv) return "";
  const CsvTable table = read_csv(sweep.design.file);
  const std::vector<Point> points = points_in(table, sweep);
  const auto found = static_cast<std::size_t>(std::ranges::find(points, point) - points.begin());
  return found == points.size() ? "" : fmt::format("{}:{}: ", sweep.design.file.string(), table.lines[found]);
}

}  // namespace hibiki::sweep
