#include "workflow/pace.h"

#include <gtest/gtest.h>

namespace easel::workflow {
namespace {

TEST(Pace, ASteadyPaceIsForetoldExactly) {
  Pace pace(5'000, 0);
  for (int64_t t = 0; t <= 4'000; t += 10) pace.Update(5'000 + t, t / 10);
  EXPECT_NEAR(pace.SecondsLeft(9'000, 1'000).value(), 6.0, 0.01);
  EXPECT_NEAR(pace.SecondsLeft(10'000, 1'000).value(), 5.0, 0.01) << "time passes without a report too";
  EXPECT_EQ(pace.SecondsLeft(60'000, 1'000), 0.0);
}

TEST(Pace, AnOldPaceIsForgotten) {
  Pace pace(0, 0);
  int64_t done = 0;
  for (int64_t t = 100; t <= 10'000; t += 100) pace.Update(t, done += 100);
  for (int64_t t = 10'100; t <= 60'000; t += 100) pace.Update(t, done += 10);
  EXPECT_NEAR(pace.SecondsLeft(60'000, done + 1'000).value(), 10.0, 1.0);
}

TEST(Pace, NothingIsForetoldTooEarlyOrWithoutATotal) {
  Pace pace(0, 50);
  EXPECT_FALSE(pace.SecondsLeft(0, 100));
  pace.Update(500, 60);
  EXPECT_FALSE(pace.SecondsLeft(500, 100));
  pace.Update(1'000, 70);
  EXPECT_NEAR(pace.SecondsLeft(1'000, 100).value(), 1.5, 0.01) << "the steps done before do not count";
  EXPECT_FALSE(pace.SecondsLeft(1'000, 0));
  EXPECT_FALSE(Pace(0, 0).SecondsLeft(5'000, 10));
}

}  // namespace
}  // namespace easel::workflow
