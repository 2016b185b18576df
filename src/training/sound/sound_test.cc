#include "training/sound/sound.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "evaluation/golden.h"
#include "runtime/model.h"
#include "training/sound/test_sounds.h"

namespace easel::training {
namespace {

using testing::Sounds;
using testing::SoundValues;

Result<TrainedModel> Train(Sounds& sounds, json::object options = {}, int threads = 2) {
  options["mode"] = "quick";
  NoProgress progress;
  return TrainSoundQuick(sounds.version(), SoundValues(options), sounds.Resources(threads), progress);
}

std::vector<float> Predicted(Sounds& sounds, const graph::Bundle& bundle, const media::SoundRequest& stretch,
                             size_t item) {
  const auto model = runtime::Model::Create(bundle).value();
  return model->Predict(sounds.decoder().DecodeSound(sounds.FileAt(item), stretch)->sound).value();
}

bool Mentions(const std::vector<Text>& remarks, std::string_view words) {
  return std::ranges::any_of(remarks,
                             [&](const Text& remark) { return remark.en.find(words) != std::string::npos; });
}

TEST(TrainSoundQuick, EveryGroupIsJudgedByAModelThatNeverMetIt) {
  Sounds sounds;
  sounds.Add(3, 4, 0.3);
  const auto trained = Train(sounds);
  ASSERT_TRUE(trained) << trained.error().message.en;
  EXPECT_EQ(trained->report.method, evaluation::Method::kCrossValidation);
  EXPECT_EQ(trained->report.folds, 3);
  EXPECT_EQ(trained->report.metrics.items, 36);
  EXPECT_GE(trained->report.metrics.accuracy, 0.95);
  std::map<Hash, int> group_of;
  for (const dataset::FrozenItem& item : sounds.version().items) group_of[item.hash] = item.group;
  std::map<int, std::set<int>> groups_of_fold;
  for (const Judged& judged : trained->judged)
    groups_of_fold[judged.fold].insert(group_of.at(judged.judgement.hash));
  ASSERT_EQ(groups_of_fold.size(), 3U);
  for (const auto& [fold, groups] : groups_of_fold) EXPECT_EQ(groups.size(), 1U);
  EXPECT_TRUE(Mentions(trained->remarks, "other groups only"));
  EXPECT_EQ(trained->bundle.task, "sound-classification");
  EXPECT_EQ(trained->bundle.golden.size(), 3U);
}

TEST(TrainSoundQuick, TheSameDataGiveTheSameBytesOnAnyNumberOfThreads) {
  Sounds sounds;
  sounds.Add(2, 2, 0.3);
  const Bytes once = graph::Serialize(Train(sounds, {}, 2)->bundle);
  std::filesystem::remove_all(sounds.folder());
  EXPECT_EQ(graph::Serialize(Train(sounds, {}, 1)->bundle), once);
  EXPECT_EQ(graph::Serialize(Train(sounds, {}, 1)->bundle), once);  // out of the cache
}

TEST(TrainSoundQuick, WhoIsHeldOutGetsTheScoresThatAreServed) {
  Sounds sounds;
  sounds.Add(2, 3, 0.3);
  sounds.Add(1, 1, 1.1);  // heard in several windows
  for (size_t i = 18; i < 21; ++i) sounds.version().items[i].split = store::Split::kValidation;
  const auto trained = Train(sounds, {{"window", 0.3}});
  ASSERT_TRUE(trained) << trained.error().message.en;
  EXPECT_EQ(trained->report.method, evaluation::Method::kHeldOut);
  ASSERT_EQ(trained->judged.size(), 3U);
  for (size_t i = 0; i < 3; ++i)
    EXPECT_EQ(trained->judged[i].judgement.scores, Predicted(sounds, trained->bundle, {}, 18 + i));
}

TEST(TrainSoundQuick, SegmentsAreCutOutAndThenRecordingsOfTheirOwn) {
  Sounds sounds;
  for (int recording = 0; recording < 3; ++recording) {
    std::vector<float> samples;
    std::vector<dataset::FrozenBox> segments;
    for (int i = 0; i < 6; ++i) {
      const double begin = static_cast<double>(samples.size()) / testing::kRate;
      std::ranges::copy(sounds.Sample(i % 3, recording, 0.3), std::back_inserter(samples));
      segments.push_back({{.left = begin, .top = 0, .width = 0.3, .height = 1}, i % 3});
    }
    dataset::FrozenItem& item = sounds.AddFile(samples, 0, recording);
    item.boxes = segments;
    if (recording == 2) item.split = store::Split::kTest;
  }
  const auto trained = Train(sounds);
  ASSERT_TRUE(trained) << trained.error().message.en;
  EXPECT_EQ(trained->report.metrics.items, 6);
  EXPECT_GE(trained->report.metrics.accuracy, 0.8);
  ASSERT_EQ(trained->bundle.golden.size(), 3U);
  const auto model = runtime::Model::Create(trained->bundle).value();
  EXPECT_TRUE(evaluation::CheckGolden(*model, sounds.decoder()));
  for (size_t i = 0; i < 6; ++i) {
    const media::SoundRequest stretch{.begin = 0.3 * static_cast<double>(i), .seconds = 0.3};
    EXPECT_EQ(trained->judged[i].judgement.scores, Predicted(sounds, trained->bundle, stretch, 2));
    EXPECT_EQ(trained->judged[i].judgement.label, static_cast<int>(i % 3));
  }
}

TEST(TrainSoundQuick, SaysWhenTheSplitIsNotClean) {
  Sounds sounds;
  sounds.Add(1, 6, 0.3);
  EXPECT_TRUE(Mentions(Train(sounds)->remarks, "one group"));
  Sounds apart;
  for (int label = 0; label < 3; ++label) {
    for (int i = 0; i < 4; ++i) apart.AddFile(apart.Sample(label, 0, 0.3), label, label);
  }
  EXPECT_TRUE(Mentions(Train(apart)->remarks, "could not be made clean"));
}

TEST(TrainSoundQuick, RefusesWhatCannotBeLearntFrom) {
  Sounds sounds;
  sounds.Add(1, 2, 0.3);
  sounds.version().items[0].split = store::Split::kValidation;
  const auto trained = Train(sounds);
  ASSERT_FALSE(trained);
  EXPECT_EQ(trained.error().code, "class-too-small");
  EXPECT_EQ(trained.error().item, "high");
}

}  // namespace
}  // namespace easel::training
