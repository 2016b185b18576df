#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "dataset/types.h"
#include "media/encode/wav.h"
#include "training/options.h"
#include "training/quick.h"

/// Recordings of nothing, an installation without files, for the tests of training from sounds.
namespace easel::training::testing {

constexpr int kRate = 8000;

/// The file of a test: the samples as they are. What is read may also be a WAV file of ours.
inline Bytes FileOf(const std::vector<float>& samples) {
  Bytes file(samples.size() * sizeof(float));
  std::memcpy(file.data(), samples.data(), file.size());
  return file;
}

inline std::vector<float> SamplesOf(std::span<const std::byte> file) {
  if (file.size() > media::kWavHeaderBytes && std::memcmp(file.data(), "RIFF", 4) == 0) {
    std::vector<int16_t> numbers((file.size() - media::kWavHeaderBytes) / media::kWavSampleBytes);
    std::memcpy(numbers.data(), file.data() + media::kWavHeaderBytes,
                numbers.size() * media::kWavSampleBytes);
    std::vector<float> samples;
    for (const int16_t number : numbers) samples.push_back(static_cast<float>(number) / 32768);
    return samples;
  }
  std::vector<float> samples(file.size() / sizeof(float));
  std::memcpy(samples.data(), file.data(), file.size());
  return samples;
}

class PlainDecoder final : public media::Decoder {
 public:
  Result<media::DecodedImage> Decode(std::span<const std::byte>, const media::DecodeRequest&) override {
    return Fail(ErrorKind::kBadInput, "image-unknown-format", {"no picture", "不是图片"});
  }
  Result<media::DecodedSound> DecodeSound(std::span<const std::byte> bytes,
                                          const media::SoundRequest& request) override {
    if (bytes.empty()) return Fail(ErrorKind::kBadInput, "sound-empty", {"empty", "空"});
    std::vector<float> samples = SamplesOf(bytes);
    const auto at = [&](double seconds) {
      return std::min(static_cast<std::ptrdiff_t>(std::llround(seconds * kRate)), std::ssize(samples));
    };
    const auto begin = samples.begin() + at(request.begin);
    const auto end =
        request.seconds == 0 ? samples.end() : samples.begin() + at(request.begin + request.seconds);
    media::DecodedSound decoded;
    decoded.sound = {kRate, {begin, end}};
    decoded.seconds = static_cast<double>(samples.size()) / kRate;
    return decoded;
  }
};

/// A version of made-up recordings with all that a training needs.
class Sounds {
 public:
  Sounds() : folder_(std::filesystem::temp_directory_path() / ("easel-sounds-" + RandomHex(8))) {
    version_.number = 1;
    version_.task = store::kSound;
    version_.classes = {"high", "low", "noise"};
  }
  Sounds(const Sounds&) = delete;
  Sounds& operator=(const Sounds&) = delete;
  ~Sounds() { std::filesystem::remove_all(folder_); }

  /// `per` recordings for each class and group; groups differ in their timbre.
  void Add(int groups, int per, double seconds) {
    for (int group = 0; group < groups; ++group) {
      for (int label = 0; label < 3; ++label) {
        for (int i = 0; i < per; ++i) {
          AddFile(Sample(label, group, seconds), label, group);
        }
      }
    }
  }

  dataset::FrozenItem& AddFile(const std::vector<float>& samples, int label, int group) {
    Bytes file = FileOf(samples);
    const Hash hash = Sha256(file);
    files_.emplace(hash, std::move(file));
    dataset::FrozenItem item{.hash = hash,
                             .name = "recording " + std::to_string(version_.items.size()),
                             .label = label,
                             .group = group,
                             .source = "group " + std::to_string(group),
                             .boxes = {}};
    item.seconds = static_cast<double>(samples.size()) / kRate;
    version_.manifest = Sha256(version_.manifest.Hex() + hash.Hex());
    return version_.items.emplace_back(std::move(item));
  }

  /// Of class 0 a high tone, of 1 a low one, of 2 noise.
  std::vector<float> Sample(int label, int group, double seconds) {
    std::vector<float> samples(static_cast<size_t>(seconds * kRate));
    const double hz = (label == 0 ? 1500 : 400) * (1 + 0.1 * random_.Uniform());
    for (size_t i = 0; i < samples.size(); ++i) {
      const double turn = 2 * std::numbers::pi * hz * static_cast<double>(i) / kRate;
      const double tone = std::sin(turn) + 0.2 * group * std::sin(2 * turn);
      const double noise = 2 * random_.Uniform() - 1;
      samples[i] = static_cast<float>(label == 2 ? 0.3 * noise : 0.3 * tone + 0.02 * noise);
    }
    return samples;
  }

  dataset::FrozenVersion& version() { return version_; }
  const Bytes& FileAt(size_t item) const { return files_.at(version_.items[item].hash); }
  PlainDecoder& decoder() { return decoder_; }
  const std::filesystem::path& folder() const { return folder_; }

  TrainingResources Resources(int threads = 2) {
    return {.weights = EASEL_WEIGHTS_DIR,
            .cache = folder_ / "cache",
            .decoder = decoder_,
            .clock = clock_,
            .picture = [this](const Hash& hash) -> Result<Bytes> { return files_.at(hash); },
            .threads = threads,
            .checkpoints = folder_ / "checkpoints",
            .tensorboard = {},
            .start_member = {}};
  }

 private:
  const std::filesystem::path folder_;
  PlainDecoder decoder_;
  SystemClock clock_;
  Random random_{1};
  dataset::FrozenVersion version_;
  std::map<Hash, Bytes> files_;
};

inline OptionValues SoundValues(const json::object& given) {
  return OptionValues::Parse(SoundOptions(), given).value();
}

}  // namespace easel::training::testing
