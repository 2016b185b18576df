#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "media/codecs/sound_codecs.h"
#include "media/codecs/test_recording.h"
#include "media/decode/decoder.h"
#include "media/decode/exchange.h"
#include "media/decode/sandbox_report.h"
#include "media/decode/test_lying_decoder.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

const std::filesystem::path kProgram = std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder";

std::string CodeOf(const Result<DecodedSound>& decoded) { return decoded ? "decoded" : decoded.error().code; }

constexpr int kFormats[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16,    SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                            SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SF_FORMAT_WAV | SF_FORMAT_ULAW,
                            SF_FORMAT_RF64 | SF_FORMAT_PCM_24,   SF_FORMAT_AIFF | SF_FORMAT_PCM_16,
                            SF_FORMAT_FLAC | SF_FORMAT_PCM_24,   SF_FORMAT_OGG | SF_FORMAT_VORBIS,
                            SF_FORMAT_OGG | SF_FORMAT_OPUS,      SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III};

// Every library keeps to the calls that the sandbox allows, on whole files and on damaged ones.
TEST(DecoderOfSounds, GivesWhatTheCodecsGive) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  for (const int format : kFormats) {
    const Bytes file = Recording(format, 48000, 2, Melody(48000, 2, 100'000));
    for (const SoundRequest& request :
         {SoundRequest{}, SoundRequest{0.7, 0.5}, SoundRequest{.describe_only = true}}) {
      for (const size_t size : {file.size(), file.size() * 2 / 3}) {
        const auto part = std::span(file).first(size);
        const auto decoded = decoder->DecodeSound(part, request);
        const auto expected = DecodeSoundInProcess(part, request, {});
        ASSERT_EQ(CodeOf(decoded), CodeOf(expected)) << std::hex << format;
        if (!decoded) continue;
        EXPECT_EQ(decoded->sound.rate, expected->sound.rate);
        EXPECT_EQ(decoded->sound.samples,
                  request.describe_only ? std::vector<float>() : expected->sound.samples);
        EXPECT_EQ(decoded->format, expected->format);
        EXPECT_EQ(decoded->channels, expected->channels);
        EXPECT_EQ(decoded->seconds, expected->seconds);
        EXPECT_EQ(decoded->truncated, expected->truncated);
        EXPECT_EQ(decoded->peak, expected->peak);
        EXPECT_EQ(decoded->clipped, expected->clipped);
        EXPECT_EQ(decoded->unusable_samples, expected->unusable_samples);
      }
    }
  }
}

TEST(DecoderOfSounds, DamagedFilesLeaveTheProcessAlive) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  Random random(2);
  for (const int format : kFormats) {
    Bytes file = Recording(format, 16000, 1, Melody(16000, 1, 8000));
    for (int turn = 0; turn < 20; ++turn) {
      file[random.Below(file.size())] = static_cast<std::byte>(random.Below(256));
      const auto decoded = decoder->DecodeSound(file, {});
      const auto expected = DecodeSoundInProcess(file, {}, {});
      ASSERT_EQ(CodeOf(decoded), CodeOf(expected)) << std::hex << format;
      EXPECT_TRUE(!decoded || decoded->sound == expected->sound);
    }
  }
}

TEST(DecoderOfSounds, TellsTheErrorsOfTheCodecsAndGoesOn) {
  const Bytes wav = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, Melody(8000, 1, 8000));
  DecodeLimits limits;
  limits.sounds = {.max_bytes = 20'000, .max_duration = 2, .max_samples = 8000, .max_seconds = 20};
  const auto decoder = MakeSandboxedDecoder(kProgram, 1, limits);
  const Bytes stereo = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 4000, 2, std::vector<float>(18'000));
  const Bytes longer = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, std::vector<float>(12'000));
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(CodeOf(decoder->DecodeSound({}, {})), "sound-empty");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(wav, {5, 1})), "sound-empty");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(Bytes(100, std::byte{'x'}), {})), "sound-unknown-format");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(Bytes(20'001), {})), "sound-too-large");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(longer, {})), "sound-too-large");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(longer, {0, 0.5})), "decoded");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(stereo, {})), "sound-too-long");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(std::span(wav).first(20), {})), "sound-broken");
    EXPECT_EQ(CodeOf(decoder->DecodeSound(wav, {})), "decoded");
  }
}

TEST(DecoderOfSounds, RefusesM4aWhereItsProgramIsMissing) {
  const LyingDecoder alone("exit 1");
  constexpr char kM4a[] =
      "\0\0\0\x20"
      "ftypM4A \0\0\0\0";
  const auto bytes = std::as_bytes(std::span(kM4a));
  EXPECT_EQ(CodeOf(MakeSandboxedDecoder(alone.program(), 1)->DecodeSound(bytes, {})), "sound-m4a");
}

// Samples leave the process as they are decoded: it needs the file's bytes and little more.
TEST(DecoderOfSounds, HalfAnHourNeedsLittleMemory) {
  if (!ProbeSandbox(kProgram)->seccomp) GTEST_SKIP() << "sanitizers need all addresses";
  const Bytes wav = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 2, std::vector<float>(8000 * 2 * 1800));
  const size_t megabyte = size_t{1} << 20;
  const auto decoder = MakeSandboxedDecoder(kProgram, 1, {.max_memory = wav.size() + 24 * megabyte});
  const auto decoded = decoder->DecodeSound(wav, {});  // 58 MB of samples
  ASSERT_TRUE(decoded) << decoded.error().code;
  EXPECT_EQ(decoded->sound.samples.size(), size_t{8000} * 1800);
  EXPECT_EQ(decoded->seconds, 1800);
}

TEST(DecoderOfSounds, MemoryThatCannotBeHadIsAnErrorAndNotAHang) {
  if (!ProbeSandbox(kProgram)->seccomp) GTEST_SKIP() << "sanitizers need all addresses";
  const Bytes wav = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, std::vector<float>(8'000'000));
  const auto decoder = MakeSandboxedDecoder(kProgram, 1, {.max_memory = size_t{16} << 20});
  EXPECT_FALSE(decoder->DecodeSound(wav, {}));
  EXPECT_TRUE(
      decoder->DecodeSound(Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, 1, std::vector<float>(80)), {}));
}

// What a subverted process may send: blocks of samples, then a reply.
class Liar {
 public:
  Liar& Block(std::span<const float> samples) {
    Add(BytesOf(wire::SoundBlock{static_cast<uint32_t>(samples.size())}));
    Add(std::as_bytes(samples));
    return *this;
  }
  Liar& Announce(uint32_t samples) {
    Add(BytesOf(wire::SoundBlock{samples}));
    return *this;
  }
  Liar& Reply(const wire::SoundReply& reply) {
    Announce(0);
    Add(BytesOf(reply));
    return *this;
  }
  std::string Code(const SoundRequest& request = {}) const {
    const LyingDecoder lying("head -c 32 >/dev/null; printf '" + says_ + "'; exec sleep 5");
    DecodeLimits limits;
    limits.sounds = {.max_duration = 100, .max_samples = 40'000, .max_seconds = 2};
    return CodeOf(MakeSandboxedDecoder(lying.program(), 1, limits)->DecodeSound(Bytes(100), request));
  }

 private:
  void Add(std::span<const std::byte> bytes) { says_ += Printable(bytes); }
  std::string says_;
};

TEST(DecoderOfSounds, BelievesNoImpossibleReply) {
  const wire::SoundReply good{
      .format = 1, .rate = 16000, .channels = 2, .seconds = 0.1, .peak = 0.5, .clipped = 0};
  const std::vector<float> samples(100, 0.25f);
  EXPECT_EQ(Liar().Block(samples).Reply(good).Code(), "decoded") << "what the cases below vary";
  const auto changed = [&](auto change) {
    wire::SoundReply reply = good;
    change(reply);
    return Liar().Block(samples).Reply(reply).Code();
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(changed([](auto& reply) { reply.failure = 99; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.format = 5; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.rate = 0; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.channels = -1; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.seconds = 101; }), "sound-broken");
  EXPECT_EQ(changed([&](auto& reply) { reply.seconds = nan; }), "sound-broken");
  EXPECT_EQ(changed([&](auto& reply) { reply.peak = nan; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.clipped = 1.5; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.unusable_samples = -1; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.truncated = 2; }), "sound-broken");
  EXPECT_EQ(changed([](auto& reply) { reply.failure = 4; }), "sound-too-long");
  const std::vector<float> not_numbers(100, std::numeric_limits<float>::quiet_NaN());
  EXPECT_EQ(Liar().Block(not_numbers).Reply(good).Code(), "sound-broken");
  EXPECT_EQ(Liar().Reply(good).Code(), "sound-broken") << "no samples";
  EXPECT_EQ(Liar().Block(samples).Reply(good).Code({.describe_only = true}), "sound-broken")
      << "unasked ones";
  EXPECT_EQ(Liar().Announce(16385).Code(), "sound-broken") << "a block that is too large";
  EXPECT_EQ(Liar().Block(std::vector<float>(16384)).Reply(good).Code({0, 0.01}), "sound-broken")
      << "more than asked for";
  EXPECT_EQ(Liar().Announce(50).Code(), "sound-too-slow") << "fewer bytes than announced";
}

TEST(DecoderOfSounds, AProcessThatDiesAtWorkCostsItsRecordingOnly) {
  const LyingDecoder dying("head -c 32 >/dev/null; printf '\\144\\000\\000\\000abcd'; kill -9 $$");
  EXPECT_EQ(CodeOf(MakeSandboxedDecoder(dying.program(), 1)->DecodeSound(Bytes(100), {})), "sound-broken");
}

}  // namespace
}  // namespace easel::media
