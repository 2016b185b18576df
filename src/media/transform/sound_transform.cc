#include "media/transform/sound_transform.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "media/transform/resample_sound.h"
#include "media/transform/sound_plan.h"

namespace easel::media {
namespace {

template <typename Value>
struct Number {
  std::string_view name;
  Value SoundTransform::* member;
  Value least;
  Value most;
};

constexpr Number<int> kIntegers[] = {
    {"rate", &SoundTransform::rate, 4000, 384000}, {"frame", &SoundTransform::frame, 2, 8192},
    {"hop", &SoundTransform::hop, 1, 8192},        {"fft", &SoundTransform::fft, 64, 8192},
    {"bands", &SoundTransform::bands, 1, 512},     {"coefficients", &SoundTransform::coefficients, 0, 512},
    {"frames", &SoundTransform::frames, 1, 8192},
};
constexpr Number<float> kReals[] = {
    {"low_hz", &SoundTransform::low_hz, 0, 192000}, {"high_hz", &SoundTransform::high_hz, 0, 192000},
    {"floor", &SoundTransform::floor, 0, 1e6f},     {"factor", &SoundTransform::factor, 1e-6f, 1e9f},
    {"offset", &SoundTransform::offset, 0, 1e6f},   {"gain", &SoundTransform::gain, 1e-6f, 1e6f},
};

struct Flag {
  std::string_view name;
  bool SoundTransform::* member;
};
constexpr Flag kFlags[] = {
    {"power", &SoundTransform::power},
    {"level", &SoundTransform::level},
    {"normalise", &SoundTransform::normalise},
};

// `names` are in the order of the enumeration.
template <typename Value>
struct Choice {
  std::string_view name;
  Value SoundTransform::* member;
  std::span<const std::string_view> names;
};
constexpr std::string_view kTapers[] = {"hann-periodic", "hann-symmetric"};
constexpr std::string_view kScales[] = {"htk", "slaney"};
constexpr std::string_view kTriangles[] = {"hz", "mel"};
constexpr std::string_view kNorms[] = {"none", "slaney", "unit-sum"};

// Calls `with` with every Choice, until one fails.
template <typename With>
Status ForEachChoice(With with) {
  EASEL_TRY(with(Choice<Taper>{"taper", &SoundTransform::taper, kTapers}));
  EASEL_TRY(with(Choice<MelScale>{"scale", &SoundTransform::scale, kScales}));
  EASEL_TRY(with(Choice<Triangles>{"triangles", &SoundTransform::triangles, kTriangles}));
  return with(Choice<BandNorm>{"norm", &SoundTransform::norm, kNorms});
}

std::unexpected<Error> Invalid(std::string_view member) {
  const std::string name(member);
  return Fail(ErrorKind::kBadInput, "sound-transform-invalid",
              {"The sound preprocessing has an unknown or impossible value for '" + name + "'.",
               "声音预处理设置中的“" + name + "”未知或取值无效。"},
              {"Use a model that was made by this or an older version of Easel.",
               "请使用由当前版本或更早版本的 Easel 生成的模型。"},
              name);
}

// What single ranges do not say.
Status Consistent(const SoundTransform& transform) {
  if (!std::has_single_bit(static_cast<unsigned>(transform.fft))) return Invalid("fft");
  if (transform.frame > transform.fft) return Invalid("frame");
  if (transform.high_hz > static_cast<float>(transform.rate) / 2) return Invalid("high_hz");
  if (transform.low_hz >= transform.high_hz) return Invalid("low_hz");
  if (transform.offset + transform.factor * transform.floor < 1e-30f) return Invalid("offset");
  if (transform.coefficients > transform.bands) return Invalid("coefficients");
  if (transform.frames > (1 << 24) / transform.hop) return Invalid("frames");
  return {};
}

// The plans that this thread used last, the latest first: as many as networks that learn vary pitch and tempo by.
const SoundPlan& PlanOf(const SoundTransform& transform) {
  constexpr size_t kKept = 64;
  thread_local std::vector<std::unique_ptr<const SoundPlan>> plans;
  auto found = std::ranges::find(plans, transform, [](const auto& plan) { return plan->transform(); });
  if (found == plans.end()) {
    if (plans.size() == kKept) plans.pop_back();
    plans.push_back(std::make_unique<const SoundPlan>(transform));
    found = plans.end() - 1;
  }
  std::rotate(plans.begin(), found, found + 1);
  return *plans.front();
}

}  // namespace

json::object SoundTransform::ToJson() const {
  json::object object;
  for (const auto& number : kIntegers) object[number.name] = this->*number.member;
  for (const auto& number : kReals) object[number.name] = this->*number.member;
  for (const auto& flag : kFlags) object[flag.name] = this->*flag.member;
  (void)ForEachChoice([&](const auto& choice) -> Status {
    object[choice.name] = choice.names[static_cast<size_t>(this->*choice.member)];
    return {};
  });
  return object;
}

Result<SoundTransform> SoundTransform::FromJson(const json::object& object) {
  SoundTransform transform;
  const json::object known = transform.ToJson();
  for (const auto& member : object) {
    if (!known.contains(member.key())) return Invalid(member.key());
  }
  for (const auto& number : kIntegers) {
    EASEL_ASSIGN(const int64_t value, GetInt(object, number.name));
    if (value < number.least || value > number.most) return Invalid(number.name);
    transform.*number.member = static_cast<int>(value);
  }
  for (const auto& number : kReals) {
    EASEL_ASSIGN(const double value, GetNumber(object, number.name));
    if (!(value >= number.least && value <= number.most)) return Invalid(number.name);
    transform.*number.member = static_cast<float>(value);
  }
  for (const auto& flag : kFlags) {
    if (!object.contains(flag.name)) return Invalid(flag.name);
    EASEL_ASSIGN(transform.*flag.member, GetBoolOr(object, flag.name, false));
  }
  EASEL_TRY(ForEachChoice([&](const auto& choice) -> Status {
    EASEL_ASSIGN(const std::string name, GetString(object, choice.name));
    const auto found = std::ranges::find(choice.names, name);
    if (found == choice.names.end()) return Invalid(choice.name);
    using Value = std::remove_cvref_t<decltype(transform.*choice.member)>;
    transform.*choice.member = static_cast<Value>(found - choice.names.begin());
    return {};
  }));
  EASEL_TRY(Consistent(transform));
  return transform;
}

void Apply(const SoundTransform& transform, const Sound& sound, std::span<float> out) {
  const SoundPlan& plan = PlanOf(transform);
  if (sound.rate == transform.rate || sound.samples.empty()) return plan.Apply(sound.samples, out);
  plan.Apply(Resampled(sound, transform.rate).samples, out);
}

SoundTransform YamnetView(int frames) {
  return {.rate = 16000,
          .frame = 400,
          .hop = 160,
          .fft = 512,
          .power = false,
          .bands = 64,
          .low_hz = 125,
          .high_hz = 7500,
          .triangles = Triangles::kMel,
          .offset = 0.001f,
          .frames = frames};
}

SoundTransform AisfxView(int frames) {
  return {.rate = 44100,
          .frame = 2048,
          .hop = 1024,
          .fft = 2048,
          .taper = Taper::kHannSymmetric,
          .bands = 96,
          .low_hz = 0,
          .high_hz = 22050,
          .triangles = Triangles::kMel,
          .norm = BandNorm::kUnitSum,
          .factor = 1e4f,
          .offset = 1,
          .gain = 0.0459191915f,  // 1 / (ln 10 × 9.457798957824707)
          .frames = frames};
}

SoundTransform LogMelView(int frames, int rate) {
  const int frame = rate * 32 / 1000;
  return {.rate = rate,
          .frame = frame,
          .hop = rate / 100,
          .fft = static_cast<int>(std::bit_ceil(static_cast<unsigned>(frame))),
          .high_hz = std::min(7600.0f, 0.475f * static_cast<float>(rate)),
          .frames = frames,
          .normalise = true};
}

}  // namespace easel::media
