#include "media/transform/spectrogram.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "media/transform/sound_plan.h"

namespace easel::media {
namespace {

constexpr int kMostBands = 192;
constexpr int kMostFramesOfColumn = 16;
constexpr int kFramesAtATime = 8 * kLanes;
constexpr float kLoudest = -12;  // decibels below a tone of the recording's peak
constexpr float kRange = 72;     // decibels from black to the brightest

// A polynomial through the map's colours, by M. Zucker (CC0; shadertoy.com/view/WlfXRN), off by 0.02 at most.
constexpr std::array<std::array<float, 3>, 7> kMagma = {{{-0.002136f, -0.000750f, -0.005386f},
                                                         {0.251661f, 0.677523f, 2.494027f},
                                                         {8.353717f, -3.577720f, 0.314468f},
                                                         {-27.668733f, 14.264731f, -13.649213f},
                                                         {52.176140f, -27.943606f, 12.944169f},
                                                         {-50.768525f, 29.046583f, 4.234153f},
                                                         {18.655706f, -11.489774f, -5.601962f}}};

using Colour = std::array<uint8_t, 3>;

std::array<Colour, 256> MakeColours() {
  std::array<Colour, 256> colours;
  for (size_t i = 0; i < colours.size(); ++i) {
    const float at = static_cast<float>(i) / 255;
    for (size_t channel = 0; channel < 3; ++channel) {
      float value = 0;
      for (size_t power = kMagma.size(); power-- > 0;) value = value * at + kMagma[power][channel];
      colours[i][channel] = static_cast<uint8_t>(std::lround(255 * std::clamp(value, 0.0f, 1.0f)));
    }
  }
  return colours;
}

// Decibels of a tone at full scale are 0. Transforms are as long as the narrowest band needs to hold a
// frequency.
SoundTransform TransformOf(int rate, int height) {
  const SpectrogramRange range = SpectrogramRangeOf(rate);
  const int frame = static_cast<int>(std::min(8192U, std::bit_ceil(static_cast<unsigned>(rate / 32))));
  SoundTransform transform{.rate = rate,
                           .frame = frame,
                           .hop = frame,
                           .fft = frame,
                           .bands = std::min(height, kMostBands),
                           .low_hz = static_cast<float>(range.low_hz),
                           .high_hz = static_cast<float>(range.high_hz),
                           .norm = BandNorm::kUnitSum,
                           .floor = 0,
                           .offset = 1e-12f,
                           .gain = 10 / std::numbers::ln10_v<float>};
  transform.factor = 16 / (static_cast<float>(frame) * static_cast<float>(frame));
  const double mels = std::log((700 + range.high_hz) / (700 + range.low_hz)) / (transform.bands + 1);
  const double narrowest = (700 + range.low_hz) * std::expm1(mels);
  while (transform.fft < 8192 && static_cast<double>(rate) / transform.fft > narrowest) transform.fft *= 2;
  return transform;
}

// Views of frames anywhere in a sound: they are laid one behind the other.
class Frames {
 public:
  Frames(const Sound& sound, const SoundTransform& transform)
      : sound_(sound),
        transform_(Long(transform)),
        plan_(transform_),
        samples_(static_cast<size_t>(transform_.SamplesNeeded())),
        rows_(static_cast<size_t>(transform_.frames) * transform_.bands) {}

  // Row i is of the frame around sample centres[i]; kFramesAtATime at most.
  std::span<const float> Of(std::span<const double> centres) {
    const auto end = static_cast<double>(sound_.samples.size());
    auto out = samples_.begin();
    for (const double centre : centres) {
      const double begin =
          std::clamp(std::floor(centre) - transform_.frame / 2, -2.0 * transform_.frame, end);
      const auto first = static_cast<int64_t>(begin);
      for (int64_t n = first; n < first + transform_.frame; ++n)
        *out++ = n >= 0 && n < static_cast<int64_t>(end) ? sound_.samples[static_cast<size_t>(n)] : 0;
    }
    std::fill(out, samples_.end(), 0.0f);
    plan_.Apply(samples_, rows_);
    return std::span(rows_).first(centres.size() * static_cast<size_t>(transform_.bands));
  }

 private:
  static SoundTransform Long(SoundTransform transform) {
    transform.frames = kFramesAtATime;
    return transform;
  }

  const Sound& sound_;
  SoundTransform transform_;
  SoundPlan plan_;
  std::vector<float> samples_;
  std::vector<float> rows_;
};

// Decibels, column after column, of each band.
std::vector<float> Decibels(const Sound& sound, double begin, double seconds, int width,
                            const SoundTransform& transform) {
  const double step = seconds * sound.rate / width;
  const double enough = std::ceil(2 * step / transform.frame);
  const int each = static_cast<int>(std::clamp(enough, 1.0, double{kMostFramesOfColumn}));
  const auto bands = static_cast<size_t>(transform.bands);
  std::vector<float> decibels(static_cast<size_t>(width) * bands, -1e9f);
  Frames frames(sound, transform);
  std::vector<double> centres;
  const int count = width * each;
  for (int first = 0; first < count; first += kFramesAtATime) {
    const int end = std::min(first + kFramesAtATime, count);
    centres.clear();
    for (int i = first; i < end; ++i) centres.push_back((begin + seconds * ((i + 0.5) / count)) * sound.rate);
    const std::span<const float> rows = frames.Of(centres);
    for (int i = first; i < end; ++i) {
      float* column = &decibels[static_cast<size_t>(i / each) * bands];
      const float* row = &rows[static_cast<size_t>(i - first) * bands];
      for (size_t band = 0; band < bands; ++band) column[band] = std::max(column[band], row[band]);
    }
  }
  return decibels;
}

}  // namespace

SpectrogramRange SpectrogramRangeOf(int rate) { return {20, rate / 2.0}; }

Image SpectrogramPicture(const Sound& sound, double begin, double seconds, int width, int height,
                         double peak) {
  static const std::array<Colour, 256> colours = MakeColours();
  const SoundTransform transform = TransformOf(sound.rate, height);
  const std::vector<float> decibels = Decibels(sound, begin, seconds, width, transform);
  const auto top = kLoudest + static_cast<float>(20 * std::log10(std::clamp(peak, 1e-3, 1.0)));
  const auto bands = static_cast<size_t>(transform.bands);
  Image picture{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  uint8_t* pixel = picture.rgb.data();
  for (int y = 0; y < height; ++y) {
    // Bands may be fewer than rows: the middle of a row lies between those of two bands.
    const float from_bottom = (static_cast<float>(height - y) - 0.5f) / static_cast<float>(height);
    const float at =
        std::clamp(from_bottom * static_cast<float>(bands) - 0.5f, 0.0f, static_cast<float>(bands - 1));
    const auto lower = static_cast<size_t>(at);
    const size_t upper = std::min(lower + 1, bands - 1);
    const float share = at - static_cast<float>(lower);
    for (int x = 0; x < width; ++x) {
      const float* column = &decibels[static_cast<size_t>(x) * bands];
      const float level = column[lower] + share * (column[upper] - column[lower]);
      const float brightness = std::clamp(255 * (level - top) / kRange + 255, 0.0f, 255.0f);
      pixel = std::ranges::copy(colours[static_cast<size_t>(brightness + 0.5f)], pixel).out;
    }
  }
  return picture;
}

}  // namespace easel::media
