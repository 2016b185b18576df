#include "training/sound/network/own_networks.h"

#include <gtest/gtest.h>

#include <atomic>

#include "runtime/model.h"
#include "training/sound/network/plan.h"
#include "training/sound/test_sounds.h"

namespace easel::training {
namespace {

using testing::Sounds;
using testing::SoundValues;

/// Cancels after so many reports of learning.
class Impatient final : public Progress {
 public:
  explicit Impatient(int patience) : patience_(patience) {}
  void Report(std::string_view stage, const Text&, int64_t, int64_t) override {
    patience_ -= stage == "train" ? 1 : 0;
  }
  void Event(json::object event) override { events.push_back(std::move(event)); }
  bool IsCancelled() const override { return patience_ <= 0; }

  std::vector<json::object> events;

 private:
  std::atomic<int> patience_;
};

Result<TrainedModel> Train(Sounds& sounds, Progress& progress, int epochs, int threads = 2) {
  return TrainSound(sounds.version(), SoundValues({{"epochs", epochs}}), sounds.Resources(threads), progress);
}

TEST(TrainSound, ABundleDependsNeitherOnThreadsNorOnInterruptions) {
  Sounds sounds;
  sounds.Add(2, 6, 0.3);
  NoProgress quiet;
  const auto whole = Train(sounds, quiet, 2, 1);
  ASSERT_TRUE(whole) << whole.error().message.en;
  EXPECT_TRUE(std::filesystem::is_empty(sounds.folder() / "checkpoints"));
  // In the middle of the third network.
  Impatient impatient(5);
  EXPECT_EQ(Train(sounds, impatient, 2).error().code, "cancelled");
  EXPECT_FALSE(std::filesystem::is_empty(sounds.folder() / "checkpoints"));
  const auto resumed = Train(sounds, quiet, 2);
  ASSERT_TRUE(resumed) << resumed.error().message.en;
  EXPECT_EQ(graph::Serialize(resumed->bundle), graph::Serialize(whole->bundle));
  EXPECT_EQ(resumed->report.Store(), whole->report.Store());
}

TEST(TrainSound, EveryNetworkTellsItsProgress) {
  Sounds sounds;
  sounds.Add(2, 6, 0.3);
  Impatient patient(1'000'000);
  const auto trained = Train(sounds, patient, 2);
  ASSERT_TRUE(trained) << trained.error().message.en;
  std::vector<int64_t> epochs;
  int64_t step = 0;
  for (const json::object& event : patient.events) {
    if (event.at("kind") == "step") {
      EXPECT_GT(event.at("step").to_number<int64_t>(), step);
      step = event.at("step").to_number<int64_t>();
    }
    if (event.at("kind") == "epoch") epochs.push_back(event.at("epoch").to_number<int64_t>());
  }
  ASSERT_GE(epochs.size(), 4U);
  EXPECT_EQ(std::vector<int64_t>(epochs.begin(), epochs.begin() + 4), (std::vector<int64_t>{1, 2, 3, 4}));
}

TEST(TrainSound, WithoutTimeForANetworkItDoesWithout) {
  Sounds sounds;
  sounds.Add(2, 6, 0.3);
  NoProgress quiet;
  const auto trained =
      TrainSound(sounds.version(), SoundValues({{"time-limit", 2}}), sounds.Resources(), quiet);
  ASSERT_TRUE(trained) << trained.error().message.en;
  EXPECT_GT(trained->report.metrics.accuracy, 0.9);
}

TEST(OwnNetwork, HearsAtTheRateOfTheRecordings) {
  SoundPlan plan;
  plan.listening.seconds = 0.8;
  EXPECT_EQ(NetworkPlan::Of(plan, 8000).transform.rate, 8000);
  EXPECT_EQ(NetworkPlan::Of(plan, 4000).transform.rate, 8000);
  EXPECT_EQ(NetworkPlan::Of(plan, 44100).transform.rate, 32000);
  plan.listening.seconds = 10;
  const media::SoundTransform transform = NetworkPlan::Of(plan, 16000).transform;
  EXPECT_LE(transform.frames, 252);
  EXPECT_GE(transform.seconds(), 10);
  EXPECT_TRUE(media::SoundTransform::FromJson(transform.ToJson()));
  EXPECT_TRUE(BuildOwnNetwork(transform, 7, 1));
}

}  // namespace
}  // namespace easel::training
