#include "training/engine/gloo.h"

#include <gtest/gtest.h>

#include <thread>

#include "training/engine/test_task.h"

namespace easel::training {
namespace {

Result<FitResult> Train(const Team& team) {
  FitOptions options;
  options.epochs = 3;
  options.batch = 20;
  options.shard = 4;
  NoProgress progress;
  return Fit(SmallNetwork(), Corners(80), nullptr, options, team, progress);
}

TEST(GlooTeam, GivesTheBitsOfOneProcess) {
  const Result<FitResult> alone = Train({});
  ASSERT_TRUE(alone) << alone.error().message.en;
  for (const int size : {2, 3}) {
    const uint16_t port = FreePort().value();
    std::vector<graph::Graph> networks(static_cast<size_t>(size));
    {
      std::vector<std::jthread> members;
      for (int rank = 0; rank < size; ++rank) {
        members.emplace_back([&, rank] {
          const auto joined = GlooTeam::Join({.port = port, .rank = rank, .size = size});
          ASSERT_TRUE(joined) << joined.error().hint.en;
          Result<FitResult> result = Train((*joined)->team());
          ASSERT_TRUE(result) << result.error().hint.en;
          networks[static_cast<size_t>(rank)] = std::move(result->network);
        });
      }
    }
    for (const graph::Graph& network : networks) EXPECT_EQ(network, alone->network) << size << " processes";
  }
}

TEST(GlooTeam, SaysThatSomebodyDidNotCome) {
  const auto joined =
      GlooTeam::Join({.port = FreePort().value(), .rank = 0, .size = 2, .patience = std::chrono::seconds(1)});
  ASSERT_FALSE(joined);
  EXPECT_EQ(joined.error().code, "team-incomplete");
}

TEST(GlooTeam, SaysThatSomebodyIsGone) {
  const uint16_t port = FreePort().value();
  std::jthread deserter([port] {
    const auto joined =
        GlooTeam::Join({.port = port, .rank = 1, .size = 2, .patience = std::chrono::seconds(5)});
    EXPECT_TRUE(joined);
  });
  const auto joined =
      GlooTeam::Join({.port = port, .rank = 0, .size = 2, .patience = std::chrono::seconds(5)});
  ASSERT_TRUE(joined) << joined.error().hint.en;
  const Result<FitResult> result = Train((*joined)->team());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "team-lost");
}

}  // namespace
}  // namespace easel::training
