#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "evaluation/detection/types.h"
#include "media/decode/decoder.h"
#include "media/image.h"
#include "media/sound.h"
#include "runtime/model.h"
#include "store/types.h"

namespace easel::server {

/// A label with its score, and where it is that a detector found it.
struct Score {
  std::string name;
  float score = 0;
  std::optional<evaluation::Box> location = {};  ///< in pixels of the upright picture
};

/// The models that are in memory, by the hash of their bundle: as many of the last used ones as fit. A bundle
/// is loaded once however many ask for it at the same time; whoever has got a model may use it for as long as
/// he likes, so that neither eviction nor a new release takes it away from a request. Thread-safe.
class HostedModels {
 public:
  using Loader = std::function<Result<std::unique_ptr<runtime::Model>>(const store::Model& model)>;

  HostedModels(Loader load, int64_t max_bytes) : load_(std::move(load)), max_bytes_(max_bytes) {}

  /// The model, loaded if need be. Shared, as requests outlive the cache's interest in it. An error is not
  /// remembered.
  Result<std::shared_ptr<runtime::Model>> Get(const store::Model& model);

  int64_t bytes() const;  ///< of the models that are kept, by the size of their weights

 private:
  using Loaded = Result<std::shared_ptr<runtime::Model>>;
  struct Entry {
    std::shared_future<Loaded> model;
    int64_t bytes = 0;  ///< 0 while loading
    std::list<Hash>::iterator use;
  };

  void Keep(const Hash& bundle, int64_t bytes);
  void Drop(const Hash& bundle);

  const Loader load_;
  const int64_t max_bytes_;
  mutable std::mutex mutex_;
  std::unordered_map<Hash, Entry> entries_;  // guarded by mutex_
  std::list<Hash> uses_;                     // guarded by mutex_; the last used first
  int64_t bytes_ = 0;                        // guarded by mutex_
};

/// The scores of a picture that was decoded with the model's decode_min_side(): the `top` best (0: all), by
/// falling score, ties in the order of the labels.
Result<std::vector<Score>> BestScores(runtime::Model& model, const media::Image& picture, size_t top);

/// The same of a recording.
Result<std::vector<Score>> BestScores(runtime::Model& model, const media::Sound& sound, size_t top);
/// Scores per label, ordered like these.
std::vector<Score> Ranked(const runtime::Model& model, const std::vector<float>& scores, size_t top);

/// The boxes of at least this score that a detector finds in a picture (likewise decoded), by falling score.
/// Without `threshold` the recommended one counts.
Result<std::vector<Score>> FoundBoxes(runtime::Model& model, const media::DecodedImage& picture,
                                      std::optional<double> threshold);

}  // namespace easel::server
