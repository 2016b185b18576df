#include "runtime/listening/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"

namespace easel::runtime {
namespace {

constexpr int kRate = 8000;

/// Tells low from high: the mean of each half of the bands is a logit.
graph::Bundle PitchBundle() {
  media::SoundTransform view = media::LogMelView(24, kRate);
  view.normalise = false;
  graph::GraphBuilder builder;
  const graph::ValueId x = builder.Input("sound", {1, view.frames, view.bands, 1});
  std::vector<float> halves(2 * view.bands);
  for (int band = 0; band < view.bands; ++band)
    halves[(band < view.bands / 2 ? 0 : view.bands) + band] = 2.0F / static_cast<float>(view.bands);
  const graph::ValueId weight = builder.Constant("halves", {2, 1, view.bands, 1}, halves);
  const graph::ValueId rows = builder.Apply("rows", graph::Conv2d{1, graph::Padding::kValid}, {x, weight});
  const graph::ValueId logits = builder.Apply("logits", graph::GlobalAveragePool{}, {rows});
  graph::Bundle bundle;
  bundle.task = "sound-classification";
  bundle.listening = {.seconds = 0.26, .hop = 0.1};
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  bundle.inputs = {{"sound", view.ToJson()}};
  bundle.labels = {"low", "high"};
  return bundle;
}

media::Sound Tone(double hz, double seconds, int rate = kRate) {
  media::Sound sound{rate, std::vector<float>(static_cast<size_t>(seconds * rate))};
  for (size_t i = 0; i < sound.samples.size(); ++i)
    sound.samples[i] =
        static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  return sound;
}

std::unique_ptr<Model> Listener() { return Model::Create(PitchBundle()).value(); }

TEST(ListeningTest, TellsSoundsApartWhateverTheirRate) {
  const auto model = Listener();
  ASSERT_TRUE(model->listens());
  for (const int rate : {kRate, 22050, 48000}) {
    EXPECT_GT(model->Predict(Tone(200, 0.5, rate)).value()[0], 0.6F) << rate;
    EXPECT_GT(model->Predict(Tone(2500, 0.5, rate)).value()[1], 0.6F) << rate;
  }
}

TEST(ListeningTest, ARecordingScoresTheMeanOfItsWindowsByTheirPeaks) {
  const auto model = Listener();
  media::Sound sound = Tone(200, 0.6);
  media::Sound high = Tone(2500, 0.45);
  for (float& sample : high.samples) sample /= 2;
  sound.samples.insert(sound.samples.end(), high.samples.begin(), high.samples.end());
  const std::vector<Heard> heard = model->Listen(sound).value();
  ASSERT_EQ(heard.size(), 9u);  // beginning every 0.1 s up to 0.7, and at 0.79
  EXPECT_DOUBLE_EQ(heard.back().begin, 0.79);
  EXPECT_NEAR(heard.front().peak, 0.5, 0.01);
  EXPECT_NEAR(heard.back().peak, 0.25, 0.01);
  EXPECT_EQ(model->Predict(sound).value(), MeanScores(heard));
  const std::vector<Passage> passages = PassagesOf(heard);
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_NEAR(passages[1].begin, 0.6, 0.1);
}

TEST(ListeningTest, AStreamHearsWhatTheRecordingHears) {
  const auto model = Listener();
  Random random(5);
  for (const double seconds : {0.0, 0.1, 0.26, 0.3, 2.0, 3.33}) {
    media::Sound sound{kRate, std::vector<float>(static_cast<size_t>(seconds * kRate))};
    for (float& sample : sound.samples) sample = static_cast<float>(random.Below(2001)) / 1000 - 1;
    SoundStream stream(*model, kRate);
    std::vector<Heard> heard;
    for (size_t at = 0; at < sound.samples.size();) {
      const size_t count = std::min(sound.samples.size() - at, 1 + random.Below(3000));
      const std::vector<Heard> more = stream.Push(std::span(sound.samples).subspan(at, count)).value();
      heard.insert(heard.end(), more.begin(), more.end());
      at += count;
    }
    const std::vector<Heard> last = stream.Finish().value();
    heard.insert(heard.end(), last.begin(), last.end());
    if (sound.samples.empty()) {
      EXPECT_TRUE(heard.empty());
      continue;
    }
    EXPECT_EQ(heard, model->Listen(sound).value()) << seconds;
  }
}

TEST(ListeningTest, SaysWhatCannotBe) {
  const auto model = Listener();
  EXPECT_EQ(model->Predict(media::Sound{kRate, {}}).error().code, "sound-empty");
  EXPECT_EQ(model->Predict(media::Image{.width = 1, .height = 1, .rgb = {1, 2, 3}}).error().code,
            "medium-differs");
  graph::Bundle bundle = PitchBundle();
  media::SoundTransform other = media::LogMelView(25, kRate);
  bundle.inputs[0].transform = other.ToJson();
  EXPECT_EQ(Model::Create(bundle).error().code, "model-unfit");
}

TEST(ListeningTest, GoldenRecordingsAreComparedBitByBit) {
  graph::Bundle bundle = PitchBundle();
  const std::vector<media::Sound> sounds = {Tone(200, 1)};
  bundle.golden = {{"one", Bytes(1), Listener()->GoldenAnswer(sounds[0]).value()}};
  const graph::Bundle read = graph::ParseBundle(graph::Serialize(bundle)).value();
  EXPECT_EQ(read, bundle);
  EXPECT_TRUE(Model::Create(read).value()->CheckGolden(sounds));
  bundle.golden[0].scores[0] = std::nextafter(bundle.golden[0].scores[0], 1.0F);
  EXPECT_EQ(Model::Create(bundle).value()->CheckGolden(sounds).error().code, "golden-mismatch");
}

}  // namespace
}  // namespace easel::runtime
