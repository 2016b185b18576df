#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "media/transform/image_transform.h"

// A transform that is read survives its own JSON, and makes finite numbers.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  using namespace easel::media;
  const auto parsed = ParseJson(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!parsed || !parsed->is_object()) return 0;
  const auto transform = ImageTransform::FromJson(parsed->as_object());
  if (!transform) return 0;
  if (ImageTransform::FromJson(transform->ToJson()) != transform) std::abort();
  if (transform->width > 64 || transform->height > 64) return 0;
  const Image image{5, 3, std::vector<uint8_t>(45, 200)};
  std::vector<float> view(static_cast<size_t>(transform->width) * transform->height * 3);
  Apply(*transform, image, view);
  if (!std::ranges::all_of(view, [](float value) { return std::isfinite(value); })) std::abort();
  return 0;
}
