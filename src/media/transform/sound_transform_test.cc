#include "media/transform/sound_transform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "base/random.h"
#include "media/transform/resample_sound.h"

namespace easel::media {
namespace {

std::vector<float> View(const SoundTransform& transform, const Sound& sound) {
  std::vector<float> out(static_cast<size_t>(transform.frames) * transform.width());
  Apply(transform, sound, out);
  return out;
}

Sound NoiseOf(int rate, int64_t samples, float loudness = 0.5f) {
  Random random(7);
  Sound sound{rate, std::vector<float>(static_cast<size_t>(samples))};
  for (float& sample : sound.samples) sample = loudness * (static_cast<float>(random.Below(2001)) / 1000 - 1);
  return sound;
}

json::value Vectors() {
  std::ifstream in(EASEL_SOURCE_DIR "/tests/data/media/sound.json");
  return ParseJson(std::string(std::istreambuf_iterator<char>(in), {}), "sound.json").value();
}

TEST(SoundTransform, EqualsLibrosaAndTheFrontEndsOfKnownNetworks) {
  const json::value vectors = Vectors();
  Sound sound;
  for (const json::value& sample : vectors.at("samples").as_array())
    sound.samples.push_back(static_cast<float>(sample.as_int64()) / 32768);
  ASSERT_EQ(vectors.at("views").as_array().size(), 7);
  for (const json::value& view : vectors.at("views").as_array()) {
    SCOPED_TRACE(view.at("name").as_string().c_str());
    const auto transform = SoundTransform::FromJson(view.at("view").as_object());
    ASSERT_TRUE(transform) << transform.error().item;
    sound.rate = transform->rate;
    const auto out = View(*transform, sound);
    const json::array& expected = view.at("expected").as_array();
    ASSERT_EQ(out.size(), expected.size());
    for (size_t i = 0; i < out.size(); ++i) {
      const double value = expected[i].to_number<double>();
      ASSERT_NEAR(out[i], value, 1e-4 * std::max(1.0, std::abs(value) / 10)) << i;
    }
  }
}

TEST(SoundTransform, TheNamedViewsAreThoseOfTheVectors) {
  const json::value vectors = Vectors();
  const auto view = [&](std::string_view name) {
    for (const json::value& candidate : vectors.at("views").as_array())
      if (candidate.at("name").as_string() == name)
        return SoundTransform::FromJson(candidate.at("view").as_object()).value();
    throw std::runtime_error("no such view");
  };
  const SoundTransform yamnet = view("YAMNet");
  EXPECT_EQ(YamnetView(yamnet.frames), yamnet);
  const SoundTransform aisfx = view("aiSFX");
  EXPECT_EQ(AisfxView(aisfx.frames), aisfx);
}

TEST(SoundTransform, SilenceIsTheFloor) {
  for (const SoundTransform& transform : {YamnetView(), AisfxView()}) {
    const float floor = transform.gain * std::log(transform.offset);
    for (const size_t samples : {size_t{0}, size_t{1000}, size_t{400000}}) {
      for (const float value : View(transform, {transform.rate, std::vector<float>(samples)}))
        ASSERT_NEAR(value, floor, 1e-6);
    }
  }
  SoundTransform transform = LogMelView(50);
  transform.level = true;
  for (const float value : View(transform, {16000, std::vector<float>(8000)})) ASSERT_EQ(value, 0);
}

TEST(SoundTransform, BandsThatAreNarrowerThanTheSpectrumsStepsAreTheFloor) {
  for (const BandNorm norm : {BandNorm::kNone, BandNorm::kSlaney, BandNorm::kUnitSum}) {
    SoundTransform transform = AisfxView(5);
    transform.low_hz = 1;
    transform.high_hz = 2;
    transform.norm = norm;
    for (const float value : View(transform, NoiseOf(44100, transform.SamplesNeeded()))) ASSERT_EQ(value, 0);
  }
}

TEST(SoundTransform, IsFiniteWhateverTheSound) {
  for (const float loudness : {1e-30f, 1e-10f, 1.0f, 1e10f, 3e38f}) {
    for (SoundTransform transform : {YamnetView(20), AisfxView(5), LogMelView(20)}) {
      for (const bool level : {false, true}) {
        transform.level = level;
        const Sound sound = NoiseOf(transform.rate, transform.SamplesNeeded(), loudness);
        EXPECT_TRUE(std::ranges::all_of(View(transform, sound), [](float value) {
          return std::isfinite(value);
        })) << loudness;
      }
    }
  }
}

TEST(SoundTransform, AShortSoundIsInTheMiddleOfSilence) {
  const SoundTransform transform = YamnetView(33);
  const int64_t needed = transform.SamplesNeeded();
  const Sound given = NoiseOf(16000, needed - 1001);
  Sound padded{16000, std::vector<float>(static_cast<size_t>(needed))};
  std::ranges::copy(given.samples, padded.samples.begin() + 500);
  EXPECT_EQ(View(transform, given), View(transform, padded));
}

TEST(SoundTransform, OfALongSoundTheBeginningCounts) {
  const SoundTransform transform = YamnetView(33);
  const Sound given = NoiseOf(16000, transform.SamplesNeeded() + 5000);
  Sound cut = given;
  cut.samples.resize(static_cast<size_t>(transform.SamplesNeeded()));
  EXPECT_EQ(View(transform, given), View(transform, cut));
}

TEST(SoundTransform, RowsDoNotDependOnTheirPlace) {
  const SoundTransform transform = YamnetView(30);
  const Sound given = NoiseOf(16000, transform.SamplesNeeded());
  const Sound later{16000, {given.samples.begin() + 5 * transform.hop, given.samples.end()}};
  SoundTransform fewer = transform;
  fewer.frames = 25;
  const auto all = View(transform, given);
  EXPECT_TRUE(std::ranges::equal(View(fewer, later), std::span(all).subspan(size_t{5} * 64)));
}

TEST(SoundTransform, OtherRatesAreResampled) {
  const SoundTransform transform = YamnetView(20);
  const Sound given = NoiseOf(44100, 20000);
  EXPECT_EQ(View(transform, given), View(transform, Resampled(given, 16000)));
}

TEST(SoundTransform, ALevelledViewIsTheSameForALouderSound) {
  SoundTransform transform = YamnetView(20);
  transform.level = true;
  const auto quiet = View(transform, NoiseOf(16000, 4000, 0.25f));
  const auto loud = View(transform, NoiseOf(16000, 4000, 1.0f));
  for (size_t i = 0; i < quiet.size(); ++i) ASSERT_NEAR(quiet[i], loud[i], 1e-4);
}

TEST(SoundTransform, ANormalisedViewHasMeanZeroAndDeviationOne) {
  const SoundTransform transform = LogMelView(40);
  const auto view = View(transform, NoiseOf(16000, 5000));
  double mean = 0;
  double square = 0;
  for (const double value : view) {
    mean += value / static_cast<double>(view.size());
    square += value * value / static_cast<double>(view.size());
  }
  EXPECT_NEAR(mean, 0, 1e-5);
  EXPECT_NEAR(square, 1, 2e-3);
}

TEST(SoundTransform, ThreadsAndViewsInTurnsGiveTheSame) {
  std::vector<SoundTransform> transforms;
  for (int frames = 10; frames < 17; ++frames) transforms.push_back(LogMelView(frames, 8000));
  const Sound given = NoiseOf(8000, 3000);
  std::vector<std::vector<float>> expected;
  for (const SoundTransform& transform : transforms) expected.push_back(View(transform, given));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      for (size_t turn = 0; turn < 40; ++turn) {
        const size_t chosen = turn * 5 % transforms.size();
        EXPECT_EQ(View(transforms[chosen], given), expected[chosen]);
      }
    });
  }
}

TEST(SoundTransform, KnowsHowMuchItNeeds) {
  EXPECT_EQ(YamnetView(96).SamplesNeeded(), 95 * 160 + 400);
  EXPECT_DOUBLE_EQ(YamnetView(96).seconds(), 0.975);
}

TEST(SoundTransform, JsonGoesAroundUnchanged) {
  SoundTransform changed = AisfxView(7);
  changed.coefficients = 13;
  changed.level = true;
  changed.scale = MelScale::kSlaney;
  changed.norm = BandNorm::kSlaney;
  for (const SoundTransform& transform :
       {SoundTransform{}, YamnetView(), AisfxView(), LogMelView(64, 44100), LogMelView(64, 4000), changed}) {
    const auto back =
        SoundTransform::FromJson(ParseJson(CanonicalJson(transform.ToJson()), "").value().as_object());
    ASSERT_TRUE(back) << back.error().item;
    EXPECT_EQ(*back, transform);
  }
}

TEST(SoundTransform, JsonOutOfRangeIsRefused) {
  struct Case {
    std::string_view member;
    json::value value;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<Case> cases = {
      {"rate", 3999},      {"rate", 384001},     {"rate", 15199},
      {"frame", 1},        {"frame", 513},       {"hop", 0},
      {"hop", 8193},       {"fft", 32},          {"fft", 16384},
      {"fft", 1000},       {"fft", 256},         {"bands", 0},
      {"bands", 513},      {"low_hz", -1.0},     {"low_hz", 7600.0},
      {"high_hz", 8001.0}, {"high_hz", 60.0},    {"high_hz", 200000},
      {"floor", -1e-9},    {"floor", 1e7},       {"factor", 0.0},
      {"factor", 1e10},    {"offset", -1e-9},    {"offset", 0.0},
      {"offset", 1e7},     {"gain", 0.0},        {"gain", 1e7},
      {"gain", infinity},  {"coefficients", -1}, {"coefficients", 65},
      {"frames", 0},       {"frames", 8193},     {"taper", "hamming"},
      {"scale", "bark"},   {"triangles", "log"}, {"norm", "area"},
      {"power", 1},        {"level", "yes"},     {"normalise", {}},
      {"frames", 1.5},     {"unknown", 1},       {"rate", int64_t{1} << 40},
  };
  for (const Case& wrong : cases) {
    json::object object = SoundTransform{}.ToJson();
    object[wrong.member] = wrong.value;
    const auto refused = SoundTransform::FromJson(object);
    ASSERT_FALSE(refused) << wrong.member << " " << wrong.value;
    EXPECT_EQ(refused.error().kind, ErrorKind::kBadInput);
  }
  for (const auto& member : SoundTransform{}.ToJson()) {
    json::object object = SoundTransform{}.ToJson();
    object.erase(member.key());
    EXPECT_FALSE(SoundTransform::FromJson(object)) << member.key();
  }
  json::object large = SoundTransform{}.ToJson();
  large["hop"] = 8192;
  large["frames"] = 2049;
  EXPECT_FALSE(SoundTransform::FromJson(large));
}

}  // namespace
}  // namespace easel::media
