#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
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
  std::filesystem::path checkpoints;                      ///< folder of the runs that are not finished
  std::filesystem::path tensorboard;                      ///< folder for this training's curves, on request
  /// Starts another process of this installation that trains along (MemberFunction in deferred.h) until what is returned
  /// goes away.
  std::function<Result<std::shared_ptr<void>>(const json::object& task)> start_member;
};

/// Bytes of decoded pictures or samples that a training keeps in memory: a quarter of the machine's.
int64_t MediaBudget();

}  // namespace easel::training
