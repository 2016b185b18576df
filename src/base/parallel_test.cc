#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
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
