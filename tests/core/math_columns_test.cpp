#include "sim/core/math_columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "sim/core/portable_math.hpp"

namespace hibiki::portable {
namespace {

/// Numbers of all sizes and both signs, as many as leave a rest in any register.
std::vector<double> numbers() {
  std::vector<double> all = {0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             kNever,
                             -kNever,
                             700.0,
                             -700.0,
                             -708.0,
                             -699.999,
                             1.4142135623730951,
                             std::numeric_limits<double>::min(),
                             std::numeric_limits<double>::max()};
  for (double x = 1e-300; x < 1e300; x *= 3.7) all.insert(all.end(), {x, -x});
  for (double x = -720.0; x < 720.0; x += 0.317) all.push_back(x);
  return all;
}

/// What `one` gives of each number alone.
template <class One>
std::vector<double> one_by_one(const One& one) {
  std::vector<double> values = numbers();
  for (double& x : values) x = one(x);
  return values;
}

template <class Column>
std::vector<double> side_by_side(const Column& column) {
  std::vector<double> values = numbers();
  column(values);
  return values;
}

TEST(MathColumns, AreWhatTheFunctionsGiveOneByOne) {
  EXPECT_EQ(side_by_side([](auto& x) { exp_column(x); }), one_by_one([](double x) { return exp(x); }));
  EXPECT_EQ(side_by_side([](auto& x) { log_column(x); }),
            one_by_one([](double x) { return x > 0.0 ? log(x) : kNever; }));
  for (const double a : {-1.5, 0.0, 0.3, 1.0, 2.0}) {
    EXPECT_EQ(side_by_side([&](auto& x) { exp_column(x, a); }), one_by_one([&](double x) { return exp(a * x); })) << a;
    EXPECT_EQ(side_by_side([&](auto& x) { pow_column(x, a); }), one_by_one([&](double x) { return pow(x, a); })) << a;
  }
}

TEST(MathColumns, TakeColumnsOfAnyLength) {
  for (std::size_t length = 0; length < 10; ++length) {
    std::vector<double> column(length, 1.0);
    exp_column(column);
    EXPECT_THAT(column, testing::Each(exp(1.0)));
    EXPECT_EQ(column.size(), length);
  }
}

TEST(MathColumns, APowerOfNothingIsNothing) {
  std::vector<double> column = {0.0, -3.0};
  log_column(column);
  EXPECT_THAT(column, testing::Each(kNever));
  exp_column(column, 0.3);
  EXPECT_THAT(column, testing::Each(0.0));
}

}  // namespace
}  // namespace hibiki::portable
