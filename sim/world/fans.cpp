#include "sim/world/fans.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/parallel.hpp"

namespace hibiki::inline world {

namespace {

constexpr int kCohorts = 12;  ///< communities a market has at least, fans allowing: five-year cohorts
constexpr double kBand = 10.0;

/// People (millions) younger than `age` in the bands.
double people_below(const std::vector<double>& bands, double age) {
  double sum = 0.0;
  for (std::size_t b = 0; b < bands.size(); ++b) {
    const double low = kYoungest + kBand * static_cast<double>(b);
    sum += bands[b] * std::clamp((age - low) / kBand, 0.0, 1.0);
  }
  return sum;
}

/// Age below which the part `quantile` of the people is.
double age_at(const std::vector<double>& bands, double quantile) {
  const double wanted = quantile * people_below(bands, kOldest);
  double sum = 0.0;
  for (std::size_t b = 0; b < bands.size(); ++b) {
    if (sum + bands[b] >= wanted && bands[b] > 0.0)
      return kYoungest + kBand * (static_cast<double>(b) + (wanted - sum) / bands[b]);
    sum += bands[b];
  }
  return kOldest - 1;
}

/// In parallel: the first write to a page allocates it.
template <class T>
void clear(std::span<T> column) {
  constexpr std::size_t kTogether = std::size_t{1} << 20;
  for_each_index((column.size() + kTogether - 1) / kTogether, 1, [&](std::size_t part) {
    std::ranges::fill(column.subspan(part * kTogether, std::min(kTogether, column.size() - part * kTogether)), T{});
  });
}

}  // namespace

double bytes_per_fan() {
  Fans one;
  double bytes = 0.0;
  for_each_column(one, [&](const char*, auto column) { bytes += sizeof(typename decltype(column)::element_type); });
  return bytes + 4.0 / 8.0 + static_cast<double>(sizeof(Community)) / kLargestCommunity;
}

std::vector<std::uint32_t> allot_fans(std::int64_t total, std::span<const double> people) {
  std::vector<double> share(people.size());
  for (std::size_t m = 0; m < people.size(); ++m) share[m] = std::sqrt(std::max(people[m], 0.0));
  const double sum = std::accumulate(share.begin(), share.end(), 0.0);
  std::vector<std::uint32_t> counts(people.size());
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::int64_t left = total;
  for (std::size_t m = 0; m < people.size(); ++m) {
    share[m] *= sum > 0.0 ? static_cast<double>(total) / sum : 0.0;
    counts[m] = static_cast<std::uint32_t>(share[m]);
    left -= counts[m];
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return share[a] - std::floor(share[a]) > share[b] - std::floor(share[b]);
  });
  for (std::size_t i = 0; left > 0 && !order.empty(); i = (i + 1) % order.size(), --left) ++counts[order[i]];
  return counts;
}

Fans lay_out(std::span<const std::uint32_t> counts, std::span<const std::vector<double>> people,
             std::span<const Key> market_keys, int year) {
  Fans fans;
  std::uint32_t next = 0;
  for (std::size_t m = 0; m < counts.size(); ++m) {
    fans.market_first.push_back(next);
    fans.community_first.push_back(static_cast<std::uint32_t>(fans.communities.size()));
    const std::uint32_t target = std::clamp<std::uint32_t>(counts[m] / kCohorts, 1, kLargestCommunity);
    const std::uint32_t number = counts[m] / target;
    for (std::uint32_t j = 0; j < number; ++j) {
      Community c;
      c.first = next;
      c.size = static_cast<std::uint32_t>(std::uint64_t{counts[m]} * (j + 1) / number -
                                          std::uint64_t{counts[m]} * j / number);
      c.market = MarketId(m);
      const int age = std::clamp(static_cast<int>(age_at(people[m], (j + 0.5) / number)), kYoungest, kOldest - 1);
      c.birth_year = year - age;
      c.key = child_key(market_keys[m], Purpose::fan_birth, j);
      next += c.size;
      fans.communities.push_back(c);
    }
  }
  fans.market_first.push_back(next);
  fans.community_first.push_back(static_cast<std::uint32_t>(fans.communities.size()));
  return fans;
}

void resize_shares(Fans& fans, std::size_t rows) {
  fans.shared.resize(rows);
  fans.shared_next.resize(rows);
  fans.cascade.resize(rows);
  fans.cascade_next.resize(rows);
  fans.sharing = fans.sharing_next = fans.sharing_online = fans.sharing_online_next = FanBits(rows);
}

void make_columns(Fans& fans) {
  const std::size_t own = fans.market_first.back();
  fans.taste.resize(own);
  fans.favourites.resize(own);
  fans.engagement.resize(own);
  fans.readiness.resize(own);
  fans.openness.resize(own);
  fans.activity.resize(own);
  resize_shares(fans, own);
  for_each_column(fans, [](const char*, auto column) { clear(column); });
}

void weigh_communities(std::span<Community> communities, const std::vector<double>& people, int year) {
  std::array<std::int64_t, kOldest + 1> fans_aged{};
  for (const Community& c : communities) fans_aged[static_cast<std::size_t>(year - c.birth_year)] += c.size;
  std::vector<int> distinct;
  for (int age = 0; age <= kOldest; ++age)
    if (fans_aged[static_cast<std::size_t>(age)] > 0) distinct.push_back(age);
  for (Community& c : communities) {
    const int age = year - c.birth_year;
    const auto here = std::lower_bound(distinct.begin(), distinct.end(), age);
    const double low = here == distinct.begin() ? kYoungest : (*std::prev(here) + age) / 2.0 + 0.5;
    const double high = std::next(here) == distinct.end() ? kOldest : (age + *std::next(here)) / 2.0 + 0.5;
    const std::int64_t fans_of_age = fans_aged[static_cast<std::size_t>(age)];
    const double millions = people_below(people, high) - people_below(people, low);
    c.people_per_fan =
        std::max<People>(1, static_cast<People>(millions * 1e6 / static_cast<double>(fans_of_age) + 0.5));
  }
}

}  // namespace hibiki::world
