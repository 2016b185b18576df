#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "media/augment/apply.h"

// A policy that is read survives its own JSON, and changes pictures of any fit without harm.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  using namespace easel::media;
  const auto parsed = ParseJson(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!parsed || !parsed->is_object()) return 0;
  const auto policy = Augmentation::FromJson(parsed->as_object());
  if (!policy) return 0;
  if (Augmentation::FromJson(policy->ToJson()) != policy) std::abort();
  const Image image{9, 6, std::vector<uint8_t>(9 * 6 * 3, 200)};
  for (const Fit fit : {Fit::kStretch, Fit::kCrop, Fit::kLetterbox}) {
    const Image varied = Vary(Draw(*policy, size), {.width = 5, .height = 7, .fit = fit}, image);
    if (varied.rgb.size() != 5 * 7 * 3) std::abort();
  }
  return 0;
}
