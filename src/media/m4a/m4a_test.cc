#include "media/m4a/m4a.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "media/codecs/sound_codecs.h"
#include "media/codecs/test_recording.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace easel::media {
namespace {

void Require(bool holds) {
  if (!holds) throw std::logic_error("FFmpeg's library refused");
}

// The bytes of a recording as FFmpeg writes them: container "ipod" (M4A), "mov" or "adts".
Bytes M4aRecording(const char* container, AVCodecID codec_id, int rate, int channels,
                   std::span<const float> interleaved) {
  const AVCodec* codec = avcodec_find_encoder(codec_id);
  AVCodecContext* encoder = avcodec_alloc_context3(codec);
  encoder->sample_rate = rate;
  encoder->sample_fmt = codec->sample_fmts[0];
  encoder->bit_rate = 96000;
  av_channel_layout_default(&encoder->ch_layout, channels);
  AVFormatContext* file = nullptr;
  Require(avformat_alloc_output_context2(&file, nullptr, container, nullptr) >= 0);
  if ((file->oformat->flags & AVFMT_GLOBALHEADER) != 0) encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  Require(avcodec_open2(encoder, codec, nullptr) >= 0);
  AVStream* stream = avformat_new_stream(file, nullptr);
  avcodec_parameters_from_context(stream->codecpar, encoder);
  stream->time_base = {1, rate};
  const std::string path = testing::TempDir() + "/recording-" + RandomHex(8);
  Require(avio_open(&file->pb, path.c_str(), AVIO_FLAG_WRITE) >= 0 &&
          avformat_write_header(file, nullptr) >= 0);
  AVPacket* packet = av_packet_alloc();
  const auto write = [&](const AVFrame* frame) {
    Require(avcodec_send_frame(encoder, frame) >= 0);
    while (avcodec_receive_packet(encoder, packet) == 0) {
      av_packet_rescale_ts(packet, {1, rate}, stream->time_base);
      Require(av_interleaved_write_frame(file, packet) >= 0);
    }
  };
  const auto frames = static_cast<int>(interleaved.size()) / channels;
  for (int at = 0; at < frames; at += encoder->frame_size) {
    AVFrame* frame = av_frame_alloc();
    frame->format = encoder->sample_fmt;
    frame->nb_samples = std::min(encoder->frame_size, frames - at);
    frame->sample_rate = rate;
    frame->pts = at;
    av_channel_layout_copy(&frame->ch_layout, &encoder->ch_layout);
    Require(av_frame_get_buffer(frame, 0) >= 0);
    for (int channel = 0; channel < channels; ++channel) {
      for (int n = 0; n < frame->nb_samples; ++n) {
        const float sample = interleaved[static_cast<size_t>((at + n) * channels + channel)];
        uint8_t* plane = frame->extended_data[channel];
        if (encoder->sample_fmt == AV_SAMPLE_FMT_FLTP) {
          reinterpret_cast<float*>(plane)[n] = sample;
        } else {
          Require(encoder->sample_fmt == AV_SAMPLE_FMT_S32P);
          reinterpret_cast<int32_t*>(plane)[n] = static_cast<int32_t>(std::lround(sample * 8388607.0) * 256);
        }
      }
    }
    write(frame);
    av_frame_free(&frame);
  }
  write(nullptr);
  Require(av_write_trailer(file) >= 0);
  avio_closep(&file->pb);
  av_packet_free(&packet);
  avcodec_free_context(&encoder);
  avformat_free_context(file);
  Bytes bytes = ReadFile(path).value();
  std::filesystem::remove(path);
  return bytes;
}

const std::filesystem::path kProgram = std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder";

Result<DecodedSound> Decoded(std::span<const std::byte> bytes, const SoundRequest& request = {}) {
  std::vector<float> samples;
  const auto collect = [&](std::span<const float> block) {
    samples.insert(samples.end(), block.begin(), block.end());
    return true;
  };
  EASEL_ASSIGN(DecodedSound decoded, DecodeSoundFile([&] { return OpenM4a(bytes); }, request, {}, collect));
  decoded.sound.samples = std::move(samples);
  return decoded;
}

TEST(M4a, GivesWhatWasWrittenAlsoInTheSandbox) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  for (const char* container : {"ipod", "mov", "adts"}) {
    for (const int rate : {8000, 16000, 44100, 96000}) {
      for (const int channels : {1, 2}) {
        SCOPED_TRACE(std::string(container) + " " + std::to_string(rate) + " " + std::to_string(channels));
        const auto written = Melody(rate, channels, 2 * rate);
        const Bytes file = M4aRecording(container, AV_CODEC_ID_AAC, rate, channels, written);
        const auto decoded = Decoded(file);
        ASSERT_TRUE(decoded) << decoded.error().code;
        EXPECT_EQ(decoded->format, SoundFormat::kM4a);
        EXPECT_EQ(decoded->sound.rate, rate);
        EXPECT_EQ(decoded->channels, channels);
        EXPECT_NEAR(decoded->seconds, 2, 4096.0 / rate);
        EXPECT_NEAR(decoded->peak, 0.6, 0.25);
        EXPECT_FALSE(decoded->truncated);
        const auto sandboxed = decoder->DecodeSound(file, {});
        ASSERT_TRUE(sandboxed) << sandboxed.error().code;
        EXPECT_EQ(sandboxed->sound, decoded->sound);
        EXPECT_EQ(sandboxed->seconds, decoded->seconds);
      }
    }
  }
}

TEST(M4a, LosslessIsExact) {
  const auto written = Melody(44100, 1, 44100);
  const auto decoded = Decoded(M4aRecording("ipod", AV_CODEC_ID_ALAC, 44100, 1, written));
  ASSERT_TRUE(decoded) << decoded.error().code;
  ASSERT_EQ(decoded->sound.samples.size(), written.size());
  for (size_t n = 0; n < written.size(); ++n) ASSERT_NEAR(decoded->sound.samples[n], written[n], 4e-5) << n;
}

TEST(M4a, StretchesEqualTheWholeBitByBit) {
  const Bytes file = M4aRecording("ipod", AV_CODEC_ID_AAC, 22050, 2, Melody(22050, 2, 6 * 22050));
  const auto whole = Decoded(file);
  ASSERT_TRUE(whole) << whole.error().code;
  for (const double begin : {0.1, 1.0, 3.7}) {
    const auto stretch = Decoded(file, {begin, 1.5});
    ASSERT_TRUE(stretch) << stretch.error().code;
    const auto expected =
        std::span(whole->sound.samples).subspan(static_cast<size_t>(std::lround(begin * 22050)));
    EXPECT_TRUE(std::equal(stretch->sound.samples.begin(), stretch->sound.samples.end(), expected.begin()));
    EXPECT_EQ(stretch->sound.samples.size(), 33075U);
  }
}

TEST(M4a, NoPrefixAndNoChangedByteDoesHarm) {
  for (const char* container : {"ipod", "adts"}) {
    Bytes bytes = M4aRecording(container, AV_CODEC_ID_AAC, 16000, 1, Melody(16000, 1, 3200));
    const auto expect_sound = [](std::span<const std::byte> given) {
      const auto decoded = Decoded(given);
      if (!decoded) {
        EXPECT_EQ(decoded.error().kind, ErrorKind::kBadInput);
        return;
      }
      EXPECT_TRUE(
          std::ranges::all_of(decoded->sound.samples, [](float sample) { return std::isfinite(sample); }));
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
}

TEST(M4a, WhatIsNoneIsBrokenAndTheProgramGoesOn) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  Bytes file = M4aRecording("ipod", AV_CODEC_ID_AAC, 16000, 1, Melody(16000, 1, 32000));
  const Bytes whole = file;
  std::fill(file.begin() + 40, file.end(), std::byte{'x'});
  for (int turn = 0; turn < 2; ++turn) {
    const auto refused = decoder->DecodeSound(file, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "sound-broken");
    EXPECT_TRUE(decoder->DecodeSound(whole, {}));
  }
}

}  // namespace
}  // namespace easel::media
