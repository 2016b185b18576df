#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <filesystem>

#include "evaluation/listen.h"
#include "evaluation/report.h"
#include "evaluation/testing.h"

namespace easel::evaluation {
namespace {

using testing::Joined;
using testing::Tone;

struct JudgeSoundsTest : ::testing::Test {
  SoundCandidate Candidate(const std::string& name, const media::Sound& sound, int label) {
    return {.hash = Sha256(name),
            .name = name,
            .group = "ann",
            .label = label,
            .segments = {},
            .bytes = [wav = media::EncodeWav(sound)]() -> Result<Bytes> { return wav; }};
  }
  media::Sound Decoded(const media::Sound& sound, const media::SoundRequest& request = {}) {
    return decoder->DecodeSound(media::EncodeWav(sound), request).value().sound;
  }

  std::unique_ptr<runtime::Model> model = runtime::Model::Create(testing::PitchBundle()).value();
  std::unique_ptr<media::Decoder> decoder =
      media::MakeSandboxedDecoder(std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder", 2);
  NoProgress progress;
};

TEST_F(JudgeSoundsTest, ScoresAreThoseThatTheModelServes) {
  const media::Sound low = Tone(200, 1.5);
  const auto judged = JudgeSounds(*model, *decoder, {Candidate("low", low, 0)}, 2, progress).value();
  ASSERT_EQ(judged.size(), 1U);
  EXPECT_EQ(judged[0].scores, model->Predict(Decoded(low)).value());
  EXPECT_EQ(judged[0].group, "ann");
  EXPECT_FALSE(judged[0].segment);
}

TEST_F(JudgeSoundsTest, ASegmentIsJudgedAsTheStretchThatItIs) {
  const media::Sound both = Joined(Tone(200, 1.003), Tone(2500, 1));
  SoundCandidate candidate = Candidate("both", both, 0);
  candidate.segments = {{{1.2, 0.7}, 1}, {{0.1, 0.6}, 0}, {{1.9, 5}, 1}, {{7, 1}, 0}};
  int64_t failed = 0;
  const auto judged = JudgeSounds(*model, *decoder, {candidate}, 1, progress, &failed).value();
  ASSERT_EQ(judged.size(), 3U);
  EXPECT_EQ(failed, 1) << "one lies behind the end";
  for (size_t i = 0; i < judged.size(); ++i) {
    const Stretch& stretch = candidate.segments[i].stretch;
    EXPECT_EQ(judged[i].segment, stretch);
    EXPECT_EQ(judged[i].label, candidate.segments[i].label);
    const media::Sound cut = Decoded(both, {.begin = stretch.begin, .seconds = stretch.seconds});
    EXPECT_EQ(judged[i].scores, model->Predict(cut).value());
  }
}

/// Notes by how much what is allocated grew since the first piece was asked for.
class WeighingDecoder final : public media::Decoder {
 public:
  explicit WeighingDecoder(media::Decoder& decoder) : decoder_(decoder) {}
  Result<media::DecodedImage> Decode(std::span<const std::byte> bytes,
                                     const media::DecodeRequest& request) override {
    return decoder_.Decode(bytes, request);
  }
  Result<media::DecodedSound> DecodeSound(std::span<const std::byte> bytes,
                                          const media::SoundRequest& request) override {
    const struct mallinfo2 allocated = ::mallinfo2();
    const auto now = static_cast<int64_t>(allocated.uordblks + allocated.hblkhd);
    if (request.begin == 0) first_ = now;
    most = std::max(most, now - first_);
    return decoder_.DecodeSound(bytes, request);
  }

  int64_t most = 0;

 private:
  media::Decoder& decoder_;
  int64_t first_ = 0;
};

TEST_F(JudgeSoundsTest, SegmentsThatOverlapShareWhatIsHeld) {
  const media::Sound sound = Joined(Tone(200, 30, 8000), Tone(2500, 3, 8000));
  SoundCandidate candidate = Candidate("both", sound, 0);
  for (int i = 0; i < 30; ++i) candidate.segments.push_back({{0.01 * i, 31}, 0});
  WeighingDecoder weighing(*decoder);
  const auto judged = JudgeSounds(*model, weighing, {candidate}, 1, progress).value();
  ASSERT_EQ(judged.size(), 30U);
  const media::Sound cut = Decoded(sound, {.begin = 0.29, .seconds = 31});
  EXPECT_EQ(judged[29].scores, model->Predict(cut).value());
  EXPECT_LT(weighing.most, 8 << 20) << "thirty times 30 s at 8 kHz are 29 MB";
}

TEST_F(JudgeSoundsTest, WhatCannotBeHeardIsCounted) {
  SoundCandidate broken = Candidate("broken", Tone(200, 1), 0);
  broken.bytes = []() -> Result<Bytes> { return Bytes(100); };
  int64_t failed = 0;
  const auto judged =
      JudgeSounds(*model, *decoder, {broken, Candidate("low", Tone(200, 1), 0)}, 1, progress, &failed)
          .value();
  EXPECT_EQ(judged.size(), 1U);
  EXPECT_EQ(failed, 1);
}

TEST_F(JudgeSoundsTest, ALongRecordingIsHeardPieceByPieceAsTheWhole) {
  const media::Sound sound = Joined(Tone(200, 31), Tone(2500, 9.876));
  const Bytes wav = media::EncodeWav(sound);
  EXPECT_EQ(ListenTo(*model, *decoder, wav).value(), model->Listen(Decoded(sound)).value());
}

TEST_F(JudgeSoundsTest, EveryRateAndSilence) {
  for (const int rate : {8000, 44100, 192000}) {
    const auto judged =
        JudgeSounds(*model, *decoder, {Candidate("high", Tone(2500, 0.5, rate), 1)}, 1, progress).value();
    EXPECT_GT(judged.at(0).scores[1], 0.5F) << rate;
  }
  const auto silent =
      JudgeSounds(*model, *decoder, {Candidate("silence", Tone(0, 1), 0)}, 1, progress).value();
  EXPECT_NEAR(silent.at(0).scores[0] + silent.at(0).scores[1], 1, 1e-6);
}

}  // namespace
}  // namespace easel::evaluation
