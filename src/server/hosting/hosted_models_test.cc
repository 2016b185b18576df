#include "server/hosting/hosted_models.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::ColourModel;
using testing::Must;

/// Loads colour models and counts.
struct Source {
  std::atomic<int> loads = 0;
  std::atomic<bool> fail = false;
  std::chrono::milliseconds delay{0};

  HostedModels::Loader Loader() {
    return [this](const store::Model& model) -> Result<std::unique_ptr<runtime::Model>> {
      ++loads;
      std::this_thread::sleep_for(delay);
      if (fail) return Fail(ErrorKind::kInternal, "blob-damaged", {"x", "x"});
      return runtime::Model::Create(ColourModel(static_cast<float>(model.number)));
    };
  }
};

store::Model Row(int number) { return {.number = number, .bundle = Sha256(std::to_string(number))}; }

constexpr int64_t kModelBytes = 12 * sizeof(float);

TEST(HostedModels, LoadsOnceHoweverManyAsk) {
  Source source{.delay = std::chrono::milliseconds(50)};
  HostedModels models(source.Loader(), 1 << 20);
  std::vector<std::shared_ptr<runtime::Model>> got(8);
  {
    std::vector<std::jthread> threads;
    for (auto& model : got) threads.emplace_back([&] { model = Must(models.Get(Row(1))); });
  }
  EXPECT_EQ(source.loads, 1);
  for (const auto& model : got) EXPECT_EQ(model, got[0]);
  EXPECT_EQ(models.bytes(), kModelBytes);
}

TEST(HostedModels, DropsTheLeastUsed) {
  Source source;
  HostedModels models(source.Loader(), 2 * kModelBytes);
  const auto one = Must(models.Get(Row(1)));
  Must(models.Get(Row(2)));
  Must(models.Get(Row(1)));
  Must(models.Get(Row(3)));
  EXPECT_EQ(models.bytes(), 2 * kModelBytes);
  EXPECT_EQ(source.loads, 3);
  EXPECT_EQ(Must(models.Get(Row(1))), one);
  EXPECT_EQ(source.loads, 3);
  Must(models.Get(Row(2)));
  EXPECT_EQ(source.loads, 4);
}

TEST(HostedModels, AModelLargerThanTheLimitIsServedAndInUseAfterItsEviction) {
  Source source;
  HostedModels models(source.Loader(), 1);
  const auto one = Must(models.Get(Row(1)));
  Must(models.Get(Row(2)));
  EXPECT_EQ(models.bytes(), kModelBytes);
  const media::Image picture{.width = 8, .height = 8, .rgb = std::vector<uint8_t>(192, 100)};
  EXPECT_EQ(Must(BestScores(*one, picture, 0)).size(), 3U);
}

TEST(HostedModels, ErrorsAreNotRemembered) {
  Source source{.fail = true};
  HostedModels models(source.Loader(), 1 << 20);
  EXPECT_EQ(store::CodeOf(models.Get(Row(1))), "blob-damaged");
  source.fail = false;
  EXPECT_TRUE(models.Get(Row(1)));
  EXPECT_EQ(source.loads, 2);
}

TEST(BestScores, FallsAndKeepsTheOrderOfLabelsInTies) {
  const auto model = Must(runtime::Model::Create(ColourModel(0)));
  const media::Image grey{.width = 8, .height = 8, .rgb = std::vector<uint8_t>(192, 128)};
  const auto scores = Must(BestScores(*model, grey, 0));
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_EQ(scores[0].name, "蓝");
  EXPECT_EQ(scores[1].name, "red");
  EXPECT_EQ(scores[2].name, "green");
  EXPECT_EQ(scores[1].score, scores[2].score);
  EXPECT_EQ(Must(BestScores(*model, grey, 1)).size(), 1U);
}

}  // namespace
}  // namespace easel::server
