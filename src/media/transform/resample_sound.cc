#include "media/transform/resample_sound.h"

#include <soxr.h>

#include <cstdint>
#include <stdexcept>

namespace easel::media {

Sound Resampled(const Sound& sound, int rate) {
  if (sound.rate == rate || sound.samples.empty()) return {rate, sound.samples};
  const auto length = static_cast<int64_t>(sound.samples.size());
  Sound out{rate, std::vector<float>(static_cast<size_t>((length * rate + sound.rate - 1) / sound.rate))};
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t one_thread = soxr_runtime_spec(1);
  // A length that soxr rounds down leaves its last sample silent.
  const soxr_error_t error =
      soxr_oneshot(sound.rate, rate, 1, sound.samples.data(), sound.samples.size(), nullptr,
                   out.samples.data(), out.samples.size(), nullptr, nullptr, &quality, &one_thread);
  if (error != nullptr) throw std::runtime_error(std::string("soxr: ") + soxr_strerror(error));
  return out;
}

}  // namespace easel::media
