#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/random.h"

namespace easel {
namespace {

TEST(ParallelFor, VisitsEachIndexOnce) {
  std::vector<std::atomic<int>> seen(1000);
  ParallelFor(seen.size(), 4, [&](size_t i, int thread) {
    EXPECT_LT(thread, 4);
    ++seen[i];
  });
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

TEST(ParallelFor, RethrowsAndStops) {
  EXPECT_THROW(ParallelFor(100, 3, [](size_t i, int) { if (i == 5) throw std::runtime_error("x"); }), std::runtime_error);
}

TEST(TryInParallel, SucceedsWhenAllDo) {
  std::vector<std::atomic<int>> seen(100);
  EXPECT_TRUE(TryInParallel(seen.size(), 3, [&](size_t i, int) -> Status {
    ++seen[i];
    return {};
  }));
  for (const auto& count : seen) EXPECT_EQ(count, 1);
}

TEST(TryInParallel, ReturnsTheFirstFailureAndBeginsNoMore) {
  std::atomic<int> calls{0};
  const Status status = TryInParallel(1000, 1, [&](size_t i, int) -> Status {
    ++calls;
    if (i < 5) return {};
    return Fail(ErrorKind::kBadInput, "item-" + std::to_string(i), {"No.", "否。"});
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "item-5");
  EXPECT_EQ(calls, 6);
}

TEST(Random, PublishedSequence) {
  Random random(1234567);  // the first outputs of the reference SplitMix64 for this seed
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
}

TEST(Random, BelowStaysBelow) {
  Random random(7);
  for (int i = 0; i < 1000; ++i) EXPECT_LT(random.Below(3), 3u);
}

}  // namespace
}  // namespace easel
