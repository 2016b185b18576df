#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "media/transform/sound_transform.h"

// A transform that is read survives its own JSON, and makes finite numbers.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  using namespace easel::media;
  const auto parsed = ParseJson(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!parsed || !parsed->is_object()) return 0;
  const auto transform = SoundTransform::FromJson(parsed->as_object());
  if (!transform) return 0;
  if (SoundTransform::FromJson(transform->ToJson()) != transform) std::abort();
  if (transform->frames > 64) return 0;
  Sound sound{transform->rate, std::vector<float>(3000)};
  for (size_t i = 0; i < sound.samples.size(); ++i) sound.samples[i] = i % 7 < 3 ? 0.5f : -0.25f;
  std::vector<float> view(static_cast<size_t>(transform->frames) * transform->width());
  Apply(*transform, sound, view);
  if (!std::ranges::all_of(view, [](float value) { return std::isfinite(value); })) std::abort();
  return 0;
}
