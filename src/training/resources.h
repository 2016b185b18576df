#pragma once

#include <filesystem>
#include <functional>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/result.h"
#include "media/decode/decoder.h"

namespace easel::training {

/// What training reads from and writes to.
struct TrainingResources {
  std::filesystem::path weights;                          ///< folder of the pretrained networks
  std::filesystem::path cache;                            ///< folder of the feature caches
  media::Decoder& decoder;
  const Clock& clock;
  std::function<Result<Bytes>(const Hash&)> picture;      ///< the encoded file of an item; thread-safe
  int threads = 1;
};

}  // namespace easel::training
