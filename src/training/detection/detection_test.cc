#include "training/detection/detection.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>

#include "base/random.h"
#include "training/options.h"

namespace easel::training {
namespace {

constexpr size_t kLearners = 8;
constexpr size_t kJudges = 2;
constexpr int kStepsAnEpoch = kLearners / 4;
constexpr size_t kSide = 64;

/// A red square on grey; the file is its place, one byte.
class SquareDecoder final : public media::Decoder {
 public:
  Result<media::DecodedImage> Decode(std::span<const std::byte> file, const media::DecodeRequest&) override {
    media::Image image{kSide, kSide, std::vector<uint8_t>(kSide * kSide * 3, 100)};
    const auto place = static_cast<size_t>(file[0]);
    for (size_t y = place; y < place + 20; ++y) {
      for (size_t x = place; x < place + 20; ++x) image.rgb[(y * kSide + x) * 3] = 250;
    }
    return media::DecodedImage{std::move(image), media::ImageFormat::kPng, kSide, kSide};
  }
};

/// The time passes by being asked for.
class AskedClock final : public Clock {
 public:
  explicit AskedClock(int64_t millis) : millis_(millis) {}
  int64_t WallMillis() const override { return 0; }
  int64_t SteadyMillis() const override { return now_ += millis_; }

 private:
  const int64_t millis_;
  mutable std::atomic<int64_t> now_ = 0;
};

/// Remembers what is told, and cancels when a stage was told of so often.
class Watcher final : public Progress {
 public:
  explicit Watcher(std::string stage = {}, int times = 1) : stage_(std::move(stage)), times_(times) {}

  void Report(std::string_view stage, const Text&, int64_t, int64_t) override {
    const std::lock_guard lock(mutex_);
    ++stages_[std::string(stage)];
  }
  void Event(json::object event) override {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }
  bool IsCancelled() const override { return !stage_.empty() && Told(stage_) >= times_; }

  int Told(const std::string& stage) const {
    const std::lock_guard lock(mutex_);
    const auto found = stages_.find(stage);
    return found == stages_.end() ? 0 : found->second;
  }
  std::vector<json::object> Events(const json::value& kind) const {
    const std::lock_guard lock(mutex_);
    std::vector<json::object> found;
    for (const json::object& event : events_) {
      if (event.at("kind") == kind) found.push_back(event);
    }
    return found;
  }

 private:
  const std::string stage_;
  const int times_;
  mutable std::mutex mutex_;
  std::map<std::string, int> stages_;
  std::vector<json::object> events_;
};

class TrainDetectorTest : public testing::Test {
 protected:
  TrainDetectorTest() {
    version_.classes = {"square"};
    version_.task = store::kDetection;
    for (size_t i = 0; i < kLearners + kJudges; ++i) {
      const Bytes file = {static_cast<std::byte>(4 * i)};
      dataset::FrozenItem item{.hash = Sha256(file), .name = std::to_string(i)};
      item.split = i < kLearners ? store::Split::kTrain : store::Split::kValidation;
      item.group = static_cast<int>(i);
      item.width = item.height = kSide;
      item.boxes = {{{4.0 * static_cast<double>(i), 4.0 * static_cast<double>(i), 20, 20}, 0}};
      files_[item.hash] = file;
      version_.items.push_back(std::move(item));
    }
  }
  ~TrainDetectorTest() override { std::filesystem::remove_all(folder_); }

  Result<TrainedDetector> Train(json::object options, const Clock& clock, Progress& progress) {
    options["side"] = 128;
    const TrainingResources resources{
        .weights = EASEL_WEIGHTS_DIR,
        .cache = {},
        .decoder = decoder_,
        .clock = clock,
        .picture = [this](const Hash& hash) -> Result<Bytes> { return files_.at(hash); },
        .threads = 1,
        .checkpoints = folder_,
        .tensorboard = {},
        .start_member = {}};
    return TrainDetector(version_, OptionValues::Parse(DetectionOptions(), options).value(), resources,
                         progress);
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("easel-detection-" + RandomHex(8));
  dataset::FrozenVersion version_;

 private:
  SquareDecoder decoder_;
  std::map<Hash, Bytes> files_;
};

std::string CodeOf(const Result<TrainedDetector>& result) { return result ? "" : result.error().code; }

TEST_F(TrainDetectorTest, SaysThatTheTimeIsTooShortBeforeItLooksAtAll) {
  const AskedClock clock(10'000);  // four pictures take 10 s
  Watcher watcher;
  EXPECT_EQ(CodeOf(Train({{"time-limit", 40}}, clock, watcher)), "time-limit-too-short");
  EXPECT_EQ(watcher.Told("maps"), 0);
}

TEST_F(TrainDetectorTest, GoesOnWithTheViewsWithWhichItBegan) {
  const json::object options = {{"time-limit", 160}, {"epochs", 2}};
  Watcher watcher;
  const auto whole = Train(options, AskedClock(4'000), watcher);
  ASSERT_TRUE(whole) << whole.error().message.en;
  const int64_t views = whole->summary.at("views").to_number<int64_t>();
  EXPECT_GT(views, 1);
  EXPECT_LT(views, 8);
  Watcher impatient("train", kStepsAnEpoch + 1);
  EXPECT_EQ(CodeOf(Train(options, AskedClock(4'000), impatient)), "cancelled");
  Watcher patient;
  const auto resumed = Train(options, AskedClock(1), patient);  // which would allow more of them
  ASSERT_TRUE(resumed) << resumed.error().message.en;
  EXPECT_EQ(resumed->summary.at("views").to_number<int64_t>(), views);
  EXPECT_EQ(patient.Told("train"), kStepsAnEpoch - 1);
  EXPECT_EQ(graph::Serialize(resumed->bundle), graph::Serialize(whole->bundle));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(TrainDetectorTest, FullModeKeepsTimeForTheJudges) {
  const AskedClock clock(20'000);  // a look at both of them takes 20 s, and two come after one meanwhile
  Watcher watcher;
  EXPECT_EQ(CodeOf(Train({{"mode", "full"}, {"epochs", 1}, {"time-limit", 100}}, clock, watcher)),
            "time-limit-too-short");
  Watcher curious("train");
  const AskedClock slow(1'000'000);
  EXPECT_EQ(CodeOf(Train({{"mode", "full"}, {"epochs", 12}}, slow, curious)), "cancelled");
  ASSERT_EQ(curious.Events("forecast").size(), 1U);
  EXPECT_GT(curious.Events("forecast")[0].at("seconds").to_number<double>(), 12 * 1000);
}

TEST_F(TrainDetectorTest, StopsWhileItLooksAtTheJudges) {
  const AskedClock clock(1);
  Watcher watcher("maps", kLearners);
  EXPECT_EQ(CodeOf(Train({{"epochs", 1}}, clock, watcher)), "cancelled");
  EXPECT_EQ(watcher.Told("forecast"), 0);
}

TEST_F(TrainDetectorTest, StopsWhileTheJudgesJudgeMeanwhile) {
  const AskedClock clock(1);
  Watcher watcher("train", kStepsAnEpoch);
  EXPECT_EQ(CodeOf(Train({{"epochs", 2}}, clock, watcher)), "cancelled");
  EXPECT_TRUE(watcher.Events("epoch").empty());
  Watcher patient;
  const auto resumed = Train({{"epochs", 2}}, clock, patient);
  ASSERT_TRUE(resumed) << resumed.error().message.en;
  EXPECT_EQ(patient.Told("train"), kStepsAnEpoch);
  EXPECT_EQ(patient.Events("epoch").size(), 2U);
}

TEST_F(TrainDetectorTest, FindsTwiceAsManyBoxesAsThereWere) {
  const AskedClock clock(1);
  Watcher watcher;
  const auto most_found = [&] {
    const auto trained = Train({{"epochs", 1}}, clock, watcher);
    return trained ? trained->bundle.detector->max_boxes : 0;
  };
  EXPECT_EQ(most_found(), 100);
  version_.items[0].boxes.assign(60, version_.items[0].boxes[0]);
  version_.items[kLearners].boxes.assign(90, version_.items[kLearners].boxes[0]);  // judges only
  EXPECT_EQ(most_found(), 120);
}

}  // namespace
}  // namespace easel::training
