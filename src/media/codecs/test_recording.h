#pragma once

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <span>
#include <stdexcept>
#include <vector>

#include "base/file.h"
#include "base/random.h"

namespace easel::media {

/// The bytes of a recording for tests, as libsndfile writes them. `format`: SF_FORMAT_WAV | SF_FORMAT_PCM_16,
/// …
inline Bytes Recording(int format, int rate, int channels, std::span<const float> interleaved) {
  struct File {
    Bytes bytes;
    size_t at = 0;
  } file;
  SF_VIRTUAL_IO io{
      .get_filelen =
          [](void* memory) { return static_cast<sf_count_t>(static_cast<File*>(memory)->bytes.size()); },
      .seek =
          [](sf_count_t offset, int whence, void* memory) {
            auto& [bytes, at] = *static_cast<File*>(memory);
            const size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at : bytes.size();
            at = base + static_cast<size_t>(offset);
            return static_cast<sf_count_t>(at);
          },
      .read =
          [](void* target, sf_count_t count, void* memory) {
            auto& [bytes, at] = *static_cast<File*>(memory);
            const size_t got =
                std::min(static_cast<size_t>(count), bytes.size() - std::min(at, bytes.size()));
            if (got > 0) std::memcpy(target, bytes.data() + at, got);
            at += got;
            return static_cast<sf_count_t>(got);
          },
      .write =
          [](const void* source, sf_count_t count, void* memory) {
            auto& [bytes, at] = *static_cast<File*>(memory);
            bytes.resize(std::max(bytes.size(), at + static_cast<size_t>(count)));
            if (count > 0) std::memcpy(bytes.data() + at, source, static_cast<size_t>(count));
            at += static_cast<size_t>(count);
            return count;
          },
      .tell = [](void* memory) { return static_cast<sf_count_t>(static_cast<File*>(memory)->at); }};
  SF_INFO info{
      .frames = 0, .samplerate = rate, .channels = channels, .format = format, .sections = 0, .seekable = 0};
  SNDFILE* const opened = sf_open_virtual(&io, SFM_WRITE, &info, &file);
  if (opened == nullptr) throw std::logic_error(sf_strerror(nullptr));
  // libvorbis puts what it gets at once on the stack.
  const size_t piece = 4096 * static_cast<size_t>(channels);
  for (size_t at = 0; at < interleaved.size(); at += piece) {
    const auto part = interleaved.subspan(at, std::min(piece, interleaved.size() - at));
    const auto count = static_cast<sf_count_t>(part.size());
    if (sf_write_float(opened, part.data(), count) != count) throw std::logic_error(sf_strerror(opened));
  }
  sf_close(opened);
  return file.bytes;
}

/// Something to hear, different in each channel: a rising tone and a little noise, at most 0.6.
inline std::vector<float> Melody(int rate, int channels, int64_t frames) {
  Random random(5);
  std::vector<float> interleaved;
  interleaved.reserve(static_cast<size_t>(frames * channels));
  for (int64_t n = 0; n < frames; ++n) {
    const double seconds = static_cast<double>(n) / rate;
    for (int channel = 0; channel < channels; ++channel) {
      const double noise = static_cast<double>(random.Below(2001)) / 1000 - 1;
      const double angle = 2 * std::numbers::pi * (200 + 50 * channel + 30 * seconds) * seconds;
      interleaved.push_back(static_cast<float>(0.5 * std::sin(angle) + 0.1 * noise));
    }
  }
  return interleaved;
}

/// The mean of the channels.
inline std::vector<float> MonoOf(std::span<const float> interleaved, size_t channels) {
  std::vector<float> mono;
  for (size_t i = 0; i < interleaved.size(); i += channels) {
    double sum = 0;
    for (const float sample : interleaved.subspan(i, channels)) sum += sample;
    mono.push_back(static_cast<float>(sum / static_cast<double>(channels)));
  }
  return mono;
}

}  // namespace easel::media
