#include "media/codecs/sound_codecs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include "media/codecs/test_recording.h"
#include "media/decode/sniff_sound.h"

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

Bytes BytesOf(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string CodeOf(std::span<const std::byte> bytes, const SoundRequest& request = {},
                   const SoundLimits& limits = {}) {
  const auto decoded = DecodeSoundInProcess(bytes, request, limits);
  return decoded ? "decoded" : decoded.error().code;
}

DecodedSound Decoded(std::span<const std::byte> bytes, const SoundRequest& request = {}) {
  return DecodeSoundInProcess(bytes, request, {}).value();
}

// A kind of file, how far its samples may be from what was written, and whether all of it is counted.
struct Kind {
  const char* name;
  int format;
  SoundFormat is;
  double tolerance;  // 2: what was written is not expected back sample by sample
  int rate = 16000;
};

const Kind kKinds[] = {
    {"Wav8", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SoundFormat::kWav, 0.01},
    {"Wav16", SF_FORMAT_WAV | SF_FORMAT_PCM_16, SoundFormat::kWav, 4e-5},
    {"Wav24", SF_FORMAT_WAV | SF_FORMAT_PCM_24, SoundFormat::kWav, 1.0 / 8388607},
    {"Wav32", SF_FORMAT_WAV | SF_FORMAT_PCM_32, SoundFormat::kWav, 1.0 / 8388607},
    {"WavFloat", SF_FORMAT_WAV | SF_FORMAT_FLOAT, SoundFormat::kWav, 0},
    {"WavDouble", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, SoundFormat::kWav, 0},
    {"WavMuLaw", SF_FORMAT_WAV | SF_FORMAT_ULAW, SoundFormat::kWav, 0.03},
    {"WavALaw", SF_FORMAT_WAV | SF_FORMAT_ALAW, SoundFormat::kWav, 0.03},
    {"WavImaAdpcm", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, SoundFormat::kWav, 0.5},
    {"WavMsAdpcm", SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, SoundFormat::kWav, 0.3},
    {"WavGsm", SF_FORMAT_WAV | SF_FORMAT_GSM610, SoundFormat::kWav, 2, 8000},
    {"WavExtensible", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, SoundFormat::kWav, 4e-5},
    {"WavBigEndian", SF_FORMAT_WAV | SF_FORMAT_PCM_16 | SF_ENDIAN_BIG, SoundFormat::kWav, 4e-5},
    {"Rf64", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SoundFormat::kWav, 4e-5},
    {"Wave64", SF_FORMAT_W64 | SF_FORMAT_PCM_24, SoundFormat::kWav, 1.0 / 8388607},
    {"Aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SoundFormat::kWav, 4e-5},
    {"AifcFloat", SF_FORMAT_AIFF | SF_FORMAT_FLOAT, SoundFormat::kWav, 0},
    {"Flac16", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SoundFormat::kFlac, 4e-5},
    {"Flac24", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, SoundFormat::kFlac, 1.0 / 8388607},
    {"OggVorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS, SoundFormat::kOgg, 0.3},
    {"OggOpus", SF_FORMAT_OGG | SF_FORMAT_OPUS, SoundFormat::kOgg, 2, 48000},
    {"OggOpus16", SF_FORMAT_OGG | SF_FORMAT_OPUS, SoundFormat::kOgg, 2},
    {"Mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, SoundFormat::kMp3, 2, 44100},
    {"Mp3Fast", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, SoundFormat::kMp3, 2, 48000},
    {"Mp3Low", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, SoundFormat::kMp3, 2},
    {"Mp3Telephone", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, SoundFormat::kMp3, 2, 8000},
};

class SoundKind : public testing::TestWithParam<Kind> {
 protected:
  static Bytes Written(int channels, double seconds) {
    const Kind& kind = GetParam();
    return Recording(kind.format, kind.rate, channels,
                     Melody(kind.rate, channels, static_cast<int64_t>(seconds * kind.rate)));
  }
  static bool TakesStereo() { return (GetParam().format & SF_FORMAT_SUBMASK) != SF_FORMAT_GSM610; }
};

double Loudness(std::span<const float> samples) {
  double sum = 0;
  for (const double sample : samples) sum += sample * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

TEST_P(SoundKind, GivesWhatWasWritten) {
  const Kind& kind = GetParam();
  for (const int channels : {1, 2}) {
    if (channels > 1 && !TakesStereo()) continue;
    const Bytes file = Written(channels, 1.7);
    EXPECT_EQ(SniffSound(file), kind.is);
    const auto decoded = DecodeSoundInProcess(file, {}, {});
    ASSERT_TRUE(decoded) << decoded.error().code;
    EXPECT_EQ(decoded->format, kind.is);
    EXPECT_EQ(decoded->channels, channels);
    EXPECT_EQ(decoded->sound.rate, kind.rate);
    EXPECT_NEAR(decoded->seconds, 1.7, 0.07);
    EXPECT_DOUBLE_EQ(decoded->sound.seconds(), decoded->seconds);
    EXPECT_FALSE(decoded->truncated);
    EXPECT_EQ(decoded->unusable_samples, 0);
    const auto expected =
        MonoOf(Melody(kind.rate, channels, static_cast<int64_t>(1.7 * kind.rate)), channels);
    EXPECT_NEAR(Loudness(decoded->sound.samples), Loudness(expected), 0.05);
    if (kind.tolerance > 1) continue;
    EXPECT_EQ(decoded->clipped, 0);
    EXPECT_NEAR(decoded->peak, 0.59, kind.tolerance + 0.01);
    for (size_t n = 0; n < expected.size(); ++n)
      ASSERT_NEAR(decoded->sound.samples[n], expected[n], kind.tolerance) << n;
  }
}

TEST_P(SoundKind, StretchesEqualTheWholeBitByBit) {
  Random random(9);
  const Bytes file = Written(TakesStereo() ? 2 : 1, 6);
  const DecodedSound whole = Decoded(file);
  const auto size = static_cast<int64_t>(whole.sound.samples.size());
  const double rate = GetParam().rate;
  for (int turn = 0; turn < 25; ++turn) {
    const auto begin = static_cast<int64_t>(random.Below(static_cast<uint64_t>(size)));
    const auto count =
        static_cast<int64_t>(turn % 5 == 0 ? 0 : 1 + random.Below(static_cast<uint64_t>(size)));
    const auto end = count == 0 ? size : std::min(size, begin + count);
    const auto stretch = DecodeSoundInProcess(
        file, {static_cast<double>(begin) / rate, static_cast<double>(count) / rate}, {});
    ASSERT_TRUE(stretch) << stretch.error().code;
    const auto expected =
        std::span(whole.sound.samples).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
    ASSERT_EQ(stretch->sound.samples.size(), expected.size());
    ASSERT_TRUE(std::ranges::equal(stretch->sound.samples, expected)) << begin << " " << count;
    EXPECT_NEAR(stretch->seconds, whole.seconds, 1e-9);
    EXPECT_FALSE(stretch->truncated);
  }
}

TEST_P(SoundKind, BeyondTheEndThereIsNothing) {
  const Bytes file = Written(1, 1);
  for (const double begin : {1.5, 1e9, std::numeric_limits<double>::max()}) {
    EXPECT_EQ(CodeOf(file, {begin, 1}), "sound-empty") << begin;
    EXPECT_EQ(CodeOf(file, {begin, 0}), "sound-empty") << begin;
  }
  EXPECT_EQ(CodeOf(file, {0.25, std::numeric_limits<double>::max()}), "decoded");
}

TEST_P(SoundKind, ADescriptionIsTheSameWithoutSamples) {
  const Bytes file = Written(1, 1);
  DecodedSound whole = Decoded(file);
  whole.sound.samples.clear();
  const DecodedSound described = Decoded(file, {.describe_only = true});
  EXPECT_EQ(described.sound, whole.sound);
  EXPECT_EQ(described.seconds, whole.seconds);
  EXPECT_EQ(described.peak, whole.peak);
  EXPECT_EQ(described.truncated, whole.truncated);
}

// What is there of a file that breaks off is read, and it is said.
TEST_P(SoundKind, ATruncatedFileIsReadAsFarAsItGoes) {
  const Bytes file = Written(1, 4);
  const DecodedSound whole = Decoded(file);
  const auto half = DecodeSoundInProcess(std::span(file).first(file.size() / 2), {}, {});
  ASSERT_TRUE(half) << half.error().code;
  // A Wave64 is not asked.
  EXPECT_EQ(half->truncated, (GetParam().format & SF_FORMAT_TYPEMASK) != SF_FORMAT_W64);
  EXPECT_NEAR(half->seconds, 2, 1.2);              // a page of Ogg may hold a second
  if (GetParam().is == SoundFormat::kMp3) return;  // the encoder's silence is taken off complete files only
  const auto size = static_cast<std::ptrdiff_t>(half->sound.samples.size() * 3 / 4);
  EXPECT_TRUE(std::equal(half->sound.samples.begin(), half->sound.samples.begin() + size,
                         whole.sound.samples.begin()));
}

TEST_P(SoundKind, NoPrefixAndNoChangedByteDoesHarm) {
  const SoundLimits limits{.max_duration = 60, .max_samples = 1'000'000};
  Bytes bytes = Written(1, 0.1);
  const auto expect_sound = [&](std::span<const std::byte> given) {
    const auto decoded = DecodeSoundInProcess(given, {}, limits);
    if (!decoded) {
      EXPECT_EQ(decoded.error().kind, ErrorKind::kBadInput);
      return;
    }
    EXPECT_FALSE(decoded->sound.samples.empty());
    EXPECT_TRUE(
        std::ranges::all_of(decoded->sound.samples, [](float sample) { return std::isfinite(sample); }));
    EXPECT_TRUE(decoded->peak >= 0 && decoded->clipped >= 0 && decoded->clipped <= 1);
  };
  for (size_t size = 0; size < bytes.size(); size += 1 + size / 64)
    expect_sound(std::span(bytes).first(size));
  for (size_t i = 0; i < bytes.size(); i += 1 + i / 64) {
    for (const std::byte change : {std::byte{0xff}, std::byte{0x01}, std::byte{0x80}}) {
      bytes[i] ^= change;
      expect_sound(bytes);
      bytes[i] ^= change;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, SoundKind, testing::ValuesIn(kKinds),
                         [](const auto& kind) { return std::string(kind.param.name); });

// Little-endian numbers for headers by hand.
std::string Number(uint64_t value, size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

// A WAV of floats (3) or 16 bits (1) that says it has `claimed` bytes of samples.
std::string Wav(uint64_t kind, int rate, int channels, uint64_t claimed, std::string_view samples) {
  const uint64_t bytes = kind == 3 ? 4 : 2;
  return "RIFF" + Number(claimed + 36, 4) + "WAVEfmt " + Number(16, 4) + Number(kind, 2) +
         Number(static_cast<uint64_t>(channels), 2) + Number(static_cast<uint64_t>(rate), 4) +
         Number(static_cast<uint64_t>(rate * channels) * bytes, 4) +
         Number(static_cast<uint64_t>(channels) * bytes, 2) + Number(8 * bytes, 2) + "data" +
         Number(claimed, 4) + std::string(samples);
}

TEST(SoundCodecs, AHeaderThatLiesAboutItsLengthIsNotBelieved) {
  const std::string samples(20000, '\x20');
  for (const uint64_t claimed :
       {uint64_t{20001}, uint64_t{10} * 3600 * 16000 * 2, uint64_t{0x7ffffff0}, uint64_t{0xfffffff0}}) {
    const auto decoded = DecodeSoundInProcess(BytesOf(Wav(1, 16000, 1, claimed, samples)), {}, {});
    ASSERT_TRUE(decoded) << claimed << decoded.error().code;
    EXPECT_EQ(decoded->sound.samples.size(), 10000U) << claimed;
    EXPECT_TRUE(decoded->truncated) << claimed;
  }
  const auto less = Decoded(BytesOf(Wav(1, 16000, 1, 8000, samples)));
  EXPECT_EQ(less.sound.samples.size(), 4000U);
  EXPECT_FALSE(less.truncated);
}

// What programs write that cannot come back to the header.
TEST(SoundCodecs, AStreamedWavIsComplete) {
  const std::string samples(20000, '\x20');
  for (const uint64_t claimed : {uint64_t{0}, uint64_t{0xffffffff}}) {
    const auto decoded = DecodeSoundInProcess(BytesOf(Wav(1, 16000, 1, claimed, samples)), {}, {});
    ASSERT_TRUE(decoded) << claimed << decoded.error().code;
    EXPECT_EQ(decoded->sound.samples.size(), 10000U) << claimed;
    EXPECT_FALSE(decoded->truncated) << claimed;
  }
}

TEST(SoundCodecs, NoSampleIsNoSound) {
  EXPECT_EQ(CodeOf({}), "sound-empty");
  EXPECT_EQ(CodeOf(BytesOf(Wav(1, 16000, 1, 0, ""))), "sound-empty");
  for (const int format : {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16}) {
    const std::string code = CodeOf(Recording(format, 16000, 1, {}));
    EXPECT_TRUE(code == "sound-empty" || code == "sound-broken") << code;
  }
}

TEST(SoundCodecs, TenHoursAreTooLong) {
  // STREAMINFO's 36 bits of samples, in a FLAC of a tenth of a second.
  Bytes flac = Recording(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 16000, 1, Melody(16000, 1, 1600));
  const uint32_t samples = 10 * 3600 * 16000;
  for (size_t i = 0; i < 4; ++i) flac[22 + i] = static_cast<std::byte>(samples >> (8 * (3 - i)));
  EXPECT_EQ(CodeOf(flac), "sound-too-long");
  const Bytes minute = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, std::vector<float>(8000 * 61));
  EXPECT_EQ(CodeOf(minute, {}, {.max_duration = 60}), "sound-too-long");
  EXPECT_EQ(CodeOf(minute, {0, 1}, {.max_duration = 60}), "sound-too-long") << "of the whole";
  EXPECT_EQ(CodeOf(minute, {}, {.max_duration = 61}), "decoded");
  // A format that does not tell beforehand, because its last page is missing.
  const Bytes ogg = Recording(SF_FORMAT_OGG | SF_FORMAT_VORBIS, 16000, 1, Melody(16000, 1, 16000 * 20));
  EXPECT_EQ(CodeOf(std::span(ogg).first(ogg.size() - 100), {}, {.max_duration = 10}), "sound-too-long");
}

TEST(SoundCodecs, OneResultHasABound) {
  const Bytes wav = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, Melody(16000, 1, 16000));
  EXPECT_EQ(CodeOf(wav, {}, {.max_samples = 15999}), "sound-too-large");
  EXPECT_EQ(CodeOf(wav, {0.5, 0}, {.max_samples = 15999}), "decoded");
  EXPECT_EQ(CodeOf(wav, {.describe_only = true}, {.max_samples = 15999}), "decoded");
  EXPECT_EQ(CodeOf(wav, {}, {.max_bytes = 1000}), "sound-too-large");
}

TEST(SoundCodecs, TelephonesAndLaboratoriesAreRead) {
  for (const int rate : {4000, 8000, 192000, 384000}) {
    for (const int channels : {1, 8, 32}) {
      const auto written = Melody(rate, channels, rate / 4);
      const DecodedSound decoded =
          Decoded(Recording(SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate, channels, written));
      EXPECT_EQ(decoded.channels, channels);
      EXPECT_EQ(decoded.sound, (Sound{rate, MonoOf(written, static_cast<size_t>(channels))}));
    }
  }
  EXPECT_EQ(CodeOf(BytesOf(Wav(1, 3999, 1, 20, std::string(20, 'x')))), "sound-unsupported");
  EXPECT_EQ(CodeOf(BytesOf(Wav(1, 384001, 1, 20, std::string(20, 'x')))), "sound-unsupported");
  EXPECT_EQ(CodeOf(BytesOf(Wav(1, 16000, 33, 660, std::string(660, 'x')))), "sound-unsupported");
}

TEST(SoundCodecs, SilenceIsSound) {
  for (const Kind& kind : kKinds) {
    const auto silent = DecodeSoundInProcess(
        Recording(kind.format, kind.rate, 1, std::vector<float>(static_cast<size_t>(kind.rate))), {}, {});
    ASSERT_TRUE(silent) << kind.name << silent.error().code;
    EXPECT_LT(silent->peak, 0.1) << kind.name;
    EXPECT_EQ(silent->clipped, 0) << kind.name;
  }
}

TEST(SoundCodecs, WhatIsNotANumberIsCountedAndTakenAsSilence) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> given = {0.5f, nan, -0.5f, infinity, -infinity, 0.25f, -nan, 1.5f};
  const std::string_view raw(reinterpret_cast<const char*>(given.data()), given.size() * sizeof(float));
  const DecodedSound mono = Decoded(BytesOf(Wav(3, 16000, 1, raw.size(), raw)));
  EXPECT_EQ(mono.sound.samples, (std::vector<float>{0.5f, 0, -0.5f, 0, 0, 0.25f, 0, 1.5f}));
  EXPECT_EQ(mono.unusable_samples, 4);
  EXPECT_EQ(mono.peak, 1.5);
  const DecodedSound stereo = Decoded(BytesOf(Wav(3, 16000, 2, raw.size(), raw)));
  EXPECT_EQ(stereo.sound.samples, (std::vector<float>{0.25f, -0.25f, 0.125f, 0.75f}));
  EXPECT_EQ(stereo.unusable_samples, 4);
}

TEST(SoundCodecs, RunsAtFullScaleAreClipped) {
  const std::vector<float> written = {0.5f, 1, 1, 0.5f, 1, 1, 1, -0.5f, -1, -1, -1, -1, 0, 0, 1, 0};
  for (const int format : {SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_FLOAT}) {
    EXPECT_EQ(Decoded(Recording(SF_FORMAT_WAV | format, 16000, 1, written)).clipped, 7.0 / 16) << format;
  }
  std::vector<float> second_of_two;
  for (const float sample : written) second_of_two.insert(second_of_two.end(), {0.1f, sample});
  EXPECT_EQ(Decoded(Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 2, second_of_two)).clipped, 7.0 / 32);
  // Runs go on from block to block.
  std::vector<float> longer(20000, 0.1f);
  std::fill(longer.begin() + 16383, longer.begin() + 16386, 1.0f);
  EXPECT_EQ(Decoded(Recording(SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 1, longer)).clipped, 3.0 / 20000);
}

TEST(SoundCodecs, SayWhatIsWrong) {
  EXPECT_EQ(CodeOf(BytesOf("This is a letter that somebody named song.mp3.")), "sound-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("ID3\4\0\0\0\0\0\x0a and then a letter follows, but no music at all"sv)),
            "sound-broken");
  EXPECT_EQ(CodeOf(BytesOf("\xff\xfb\x90\x64 and then a letter follows, but no music at all"sv)),
            "sound-broken");
  EXPECT_EQ(CodeOf(BytesOf("\0\0\0\x20"
                           "ftypM4A \0\0\0\0"sv)),
            "sound-m4a");
  EXPECT_EQ(CodeOf(BytesOf("\0\0\0\x20"
                           "ftypheic\0\0\0\0"sv)),
            "sound-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("RIFF\0\0\0\0WEBPVP8 "sv)), "sound-unknown-format");
  EXPECT_EQ(CodeOf(BytesOf("RIFF\0\0\0\0WAVE"sv)), "sound-broken");
  EXPECT_EQ(CodeOf(BytesOf("fLaC")), "sound-broken");
  EXPECT_EQ(CodeOf(BytesOf("OggS")), "sound-broken");
  const auto empty = DecodeSoundInProcess({}, {}, {});
  EXPECT_EQ(empty.error().kind, ErrorKind::kBadInput);
  EXPECT_FALSE(empty.error().hint.en.empty());
  EXPECT_FALSE(empty.error().hint.zh.empty());
}

TEST(SoundCodecs, TagsInFrontAreSkipped) {
  const Bytes tag = BytesOf("ID3\4\0\0\0\0\0\x0dTIT2\0\0\0\3\0\0\3ab"sv);
  for (const int format : {SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, SF_FORMAT_FLAC | SF_FORMAT_PCM_16}) {
    const Bytes plain = Recording(format, 16000, 1, Melody(16000, 1, 16000));
    Bytes tagged = tag;
    tagged.insert(tagged.end(), plain.begin(), plain.end());
    const auto decoded = DecodeSoundInProcess(tagged, {}, {});
    ASSERT_TRUE(decoded) << decoded.error().code;
    EXPECT_EQ(decoded->sound, Decoded(plain).sound);
    EXPECT_EQ(decoded->format, Decoded(plain).format);
    EXPECT_FALSE(decoded->truncated);
  }
}

// libsndfile guesses the length of an MP3 without Xing's header by its first frame, and reads no further.
TEST(SoundCodecs, AnMp3WithoutALengthIsReadToItsEnd) {
  std::vector<float> samples(44100);  // silence takes few bytes, and music many
  const auto music = Melody(44100, 1, 88200);
  samples.insert(samples.end(), music.begin(), music.end());
  const Bytes mp3 = Recording(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 1, samples);
  const std::string_view text(reinterpret_cast<const char*>(mp3.data()), mp3.size());
  const size_t header = std::min(text.find("Xing"), text.find("Info"));
  ASSERT_LT(header, 100U);
  const Bytes second_on(mp3.begin() + static_cast<std::ptrdiff_t>(text.find(text.substr(0, 2), header)),
                        mp3.end());
  const auto decoded = DecodeSoundInProcess(second_on, {}, {});
  ASSERT_TRUE(decoded) << decoded.error().code;
  EXPECT_NEAR(decoded->seconds, 3, 0.1);
  EXPECT_FALSE(decoded->truncated);
}

TEST(SoundCodecs, TakesSamplesBlockByBlockAndStopsWhenAsked) {
  const Bytes wav = Recording(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, Melody(16000, 1, 64000));
  size_t calls = 0;
  const auto stop = [&](std::span<const float> samples) {
    EXPECT_LE(samples.size(), 16384U);
    return ++calls < 2;
  };
  EXPECT_FALSE(DecodeSoundInProcess(wav, {}, {}, stop));
  EXPECT_EQ(calls, 2U);
}

}  // namespace
}  // namespace easel::media
