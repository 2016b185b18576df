#include "media/augment/sound_augmentation.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "base/random.h"

namespace easel::media {
namespace {

constexpr float kFloor = 1e-6F;  // of the base picture: power that counts as silence

struct Member {
  std::string_view name;
  double SoundAugmentation::* value;
  double maximum;
};
constexpr Member kMembers[] = {
    {"pitch", &SoundAugmentation::pitch, 1},         {"tempo", &SoundAugmentation::tempo, 1},
    {"shift", &SoundAugmentation::shift, 1},         {"tilt", &SoundAugmentation::tilt, 10},
    {"gain", &SoundAugmentation::gain, 10},          {"noise", &SoundAugmentation::noise, 1},
    {"time_mask", &SoundAugmentation::time_mask, 1}, {"band_mask", &SoundAugmentation::band_mask, 1},
    {"jitter", &SoundAugmentation::jitter, 10},      {"mixup", &SoundAugmentation::mixup, 10},
};

std::unexpected<Error> Invalid(std::string_view member) {
  const std::string name(member);
  return Fail(
      ErrorKind::kBadInput, "augmentation-invalid",
      {"The random changes of training sounds have an unknown or impossible value for '" + name + "'.",
       "训练声音的随机变化设置中的“" + name + "”未知或取值无效。"},
      {"Use settings that were made by this or an older version of Easel.",
       "请使用由当前版本或更早版本的 Easel 生成的设置。"},
      name);
}

// Both out of exactly rounded operations, since those of the C library differ between machines; coefficients
// from Cephes (S. L. Moshier, 1992). Errors are some 1e-7 of the result. |x| ≤ 80.
inline float Exp(float x) {
  const float halves = x * 1.44269504F;
  const auto power = static_cast<int>(halves + (halves < 0 ? -0.5F : 0.5F));
  const auto n = static_cast<float>(power);
  const float r = x - n * 0.693359375F + n * 2.12194440e-4F;
  float y = 1.9875691500e-4F;
  y = y * r + 1.3981999507e-3F;
  y = y * r + 8.3334519073e-3F;
  y = y * r + 4.1665795894e-2F;
  y = y * r + 1.6666665459e-1F;
  y = y * r + 5.0000001201e-1F;
  return (y * r * r + r + 1) * std::bit_cast<float>((power + 127) << 23);
}

// Of normal numbers above 0.
inline float Log(float x) {
  constexpr int kSquareRootOfHalf = 0x3f3504f3;
  const auto bits = std::bit_cast<int>(x);
  const int exponent = (bits - kSquareRootOfHalf) >> 23;
  const float f = std::bit_cast<float>(bits - (exponent << 23)) - 1;
  const auto e = static_cast<float>(exponent);
  const float square = f * f;
  float y = 7.0376836292e-2F;
  y = y * f - 1.1514610310e-1F;
  y = y * f + 1.1676998740e-1F;
  y = y * f - 1.2420140846e-1F;
  y = y * f + 1.4249322787e-1F;
  y = y * f - 1.6668057665e-1F;
  y = y * f + 2.0000714765e-1F;
  y = y * f - 2.4999993993e-1F;
  y = y * f + 3.3333331174e-1F;
  return f + (y * f * square - 2.12194440e-4F * e - 0.5F * square) + 0.693359375F * e;
}

double Spread(Random& random, double strength) { return (2 * random.Uniform() - 1) * strength; }

// e^Spread.
float Factor(Random& random, double strength) { return Exp(static_cast<float>(Spread(random, strength))); }

// A place between two rows or columns: `first` and the next one, which has this share. Outside there is
// nothing.
struct Place {
  int first = 0;
  float share = 0;

  static Place At(float position) {
    const float below = std::floor(position);
    return {static_cast<int>(below), position - below};
  }
};

// Where a frame comes from that is played `tempo` times as fast and `shift` frames earlier.
std::vector<Place> Frames(int count, float tempo, float shift) {
  const float middle = static_cast<float>(count - 1) / 2;
  std::vector<Place> places;
  for (int t = 0; t < count; ++t)
    places.push_back(Place::At((static_cast<float>(t) - middle) * tempo + middle + shift));
  return places;
}

// Where a band comes from whose frequencies are `factor` times as high.
std::vector<Place> Bands(const SoundTransform& transform, float factor) {
  constexpr float kMel = 1127;
  const auto mel = [](float hz) { return kMel * Log(1 + hz / 700); };
  const float low = mel(transform.low_hz);
  const float step = (mel(transform.high_hz) - low) / static_cast<float>(transform.bands + 1);
  std::vector<Place> places;
  for (int band = 0; band < transform.bands; ++band) {
    const float centre = low + step * static_cast<float>(band + 1);
    const float source = kMel * Log(1 + factor * (Exp(centre / kMel) - 1));
    const float position = (source - low) / step - 1;
    places.push_back(Place::At(std::clamp(position, 0.0F, static_cast<float>(transform.bands - 1))));
  }
  return places;
}

// A line through knots that are evenly spread over the bands.
std::vector<float> Curve(Random& random, int bands, double strength) {
  std::array<float, 5> knots{};
  for (float& knot : knots) knot = static_cast<float>(Spread(random, strength));
  std::vector<float> curve;
  for (int band = 0; band < bands; ++band) {
    const float place =
        static_cast<float>(band) * (knots.size() - 1) / static_cast<float>(std::max(bands - 1, 1));
    const size_t first = std::min(static_cast<size_t>(place), knots.size() - 2);
    const float share = place - static_cast<float>(first);
    curve.push_back(knots[first] * (1 - share) + knots[first + 1] * share);
  }
  return curve;
}

// Numbers of mean 0 and standard deviation 1, nearly normal: sums of four uniform ones.
class Normals {
 public:
  explicit Normals(uint64_t seed) : random_(seed) {}
  float Next() {
    const uint64_t bits = random_.Next();
    const auto sum =
        static_cast<float>((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48));
    return (sum - 131070) * (1.0F / 37837.2F);  // 65536 / √3
  }

 private:
  Random random_;
};

// All of a picture less its mean, divided by its standard deviation, as SoundTransform::normalise has it.
void Standardise(std::span<float> picture) {
  double sum = 0;
  for (const float value : picture) sum += static_cast<double>(value);
  const double mean = sum / static_cast<double>(picture.size());
  double squares = 0;
  for (const float value : picture)
    squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
  const auto scale =
      static_cast<float>(1 / (std::sqrt(squares / static_cast<double>(picture.size())) + 1e-3));
  const auto centre = static_cast<float>(mean);
  for (float& value : picture) value = (value - centre) * scale;
}

// [first, first + count) of what a mask covers.
struct Mask {
  int first = 0;
  int count = 0;

  static Mask Draw(Random& random, int length, double share) {
    const auto count = static_cast<int>(random.Uniform() * share * length);
    return {static_cast<int>(random.Uniform() * (length - count + 1)), count};
  }
};

}  // namespace

json::object SoundAugmentation::ToJson() const {
  json::object out;
  for (const Member& member : kMembers) out[member.name] = this->*member.value;
  return out;
}

Result<SoundAugmentation> SoundAugmentation::FromJson(const json::object& object) {
  SoundAugmentation out;
  for (const auto& given : object) {
    const auto* const member = std::ranges::find(kMembers, std::string_view(given.key()), &Member::name);
    if (member == std::end(kMembers) || !given.value().is_number()) return Invalid(given.key());
    const auto value = given.value().to_number<double>();
    if (!(value >= 0 && value <= member->maximum)) return Invalid(given.key());
    out.*member->value = value;
  }
  return out;
}

SoundTransform BaseOf(const SoundTransform& transform) {
  SoundTransform base = transform;
  base.offset = kFloor;
  base.normalise = false;
  return base;
}

void Vary(const SoundAugmentation& augmentation, const SoundTransform& transform,
          std::span<const float> picture, uint64_t variation, std::span<float> out) {
  const int frames = transform.frames;
  const int bands = transform.bands;
  Random random(variation);
  const float factor = Factor(random, augmentation.pitch);
  const float tempo = Factor(random, augmentation.tempo);
  const auto shift = static_cast<float>(Spread(random, augmentation.shift) * frames);
  std::vector<float> level = Curve(random, bands, augmentation.tilt);
  const auto gain = static_cast<float>(Spread(random, augmentation.gain));
  for (float& value : level) value += gain;
  const bool is_noisy = random.Uniform() < augmentation.noise;
  const auto distance = static_cast<float>((25 + 30 * random.Uniform()) * 0.2302585);  // dB as ln of power
  std::vector<float> hiss = Curve(random, bands, 2);
  const Mask time = Mask::Draw(random, frames, augmentation.time_mask);
  const Mask band_mask = Mask::Draw(random, bands, augmentation.band_mask);
  Normals normals(random.Next());

  const std::vector<Place> rows = Frames(frames, tempo, shift);
  const std::vector<Place> columns = Bands(transform, factor);
  const float silence = Log(kFloor);
  const auto at = [&](int row, const Place& column) {
    if (row < 0 || row >= frames) return 0.0F;
    const float* const from = &picture[static_cast<size_t>(row) * static_cast<size_t>(bands)];
    const int next = std::min(column.first + 1, bands - 1);
    return from[column.first] * (1 - column.share) + from[next] * column.share - silence;
  };
  float most = silence;
  for (int t = 0; t < frames; ++t) {
    float* const to = &out[static_cast<size_t>(t) * static_cast<size_t>(bands)];
    for (int b = 0; b < bands; ++b) {
      const float above = at(rows[t].first, columns[b]) * (1 - rows[t].share) +
                          at(rows[t].first + 1, columns[b]) * rows[t].share;
      to[b] = above + silence + level[b];
      most = std::max(most, to[b]);
    }
  }
  for (int t = 0; t < frames; ++t) {
    float* const to = &out[static_cast<size_t>(t) * static_cast<size_t>(bands)];
    for (int b = 0; b < bands; ++b) {
      float power = Exp(to[b]) + transform.offset;
      if (is_noisy) power += Exp(most - distance + hiss[b] + 0.5F * normals.Next());
      to[b] = Log(power);
    }
  }
  if (transform.normalise) Standardise(out);
  const auto jitter = static_cast<float>(augmentation.jitter);
  for (int t = 0; t < frames; ++t) {
    float* const to = &out[static_cast<size_t>(t) * static_cast<size_t>(bands)];
    const bool is_covered = t >= time.first && t < time.first + time.count;
    for (int b = 0; b < bands; ++b) {
      if (is_covered || (b >= band_mask.first && b < band_mask.first + band_mask.count)) to[b] = 0;
      if (jitter > 0) to[b] += jitter * normals.Next();
    }
  }
}

}  // namespace easel::media
