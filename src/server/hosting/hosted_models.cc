#include "server/hosting/hosted_models.h"

#include <algorithm>
#include <numeric>

#include "evaluation/detection/judge.h"

namespace easel::server {
namespace {

int64_t WeightBytes(const runtime::Model& model) {
  int64_t bytes = 0;
  for (const auto& value : model.bundle().graph.values)
    bytes += static_cast<int64_t>(value.data.size() * sizeof(float));
  return bytes;
}

}  // namespace

Result<std::shared_ptr<runtime::Model>> HostedModels::Get(const store::Model& model) {
  std::promise<Loaded> promise;
  std::shared_future<Loaded> future;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(model.bundle); found != entries_.end()) {
      uses_.splice(uses_.begin(), uses_, found->second.use);
      future = found->second.model;
    } else {
      uses_.push_front(model.bundle);
      entries_[model.bundle] = {promise.get_future().share(), 0, uses_.begin()};
    }
  }
  if (future.valid()) return future.get();
  Loaded loaded;
  try {
    loaded = load_(model);
  } catch (...) {
    promise.set_exception(std::current_exception());
    Drop(model.bundle);
    throw;
  }
  if (loaded) {
    Keep(model.bundle, std::max<int64_t>(1, WeightBytes(**loaded)));
  } else {
    Drop(model.bundle);
  }
  promise.set_value(loaded);
  return loaded;
}

int64_t HostedModels::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void HostedModels::Keep(const Hash& bundle, int64_t bytes) {
  const std::lock_guard lock(mutex_);
  entries_.at(bundle).bytes = bytes;
  bytes_ += bytes;
  // From the least used one on; models that are still being loaded, and the one that was asked for, stay.
  for (auto use = uses_.end(); bytes_ > max_bytes_ && use != uses_.begin();) {
    --use;
    const auto victim = entries_.find(*use);
    if (victim->second.bytes == 0 || *use == bundle) continue;
    bytes_ -= victim->second.bytes;
    entries_.erase(victim);
    use = uses_.erase(use);
  }
}

void HostedModels::Drop(const Hash& bundle) {
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(bundle);
  uses_.erase(entry->second.use);
  entries_.erase(entry);
}

Result<std::vector<Score>> BestScores(runtime::Model& model, const media::Image& picture, size_t top) {
  EASEL_ASSIGN(const std::vector<float> scores, model.Predict(picture));
  return Ranked(model, scores, top);
}

Result<std::vector<Score>> BestScores(runtime::Model& model, const media::Sound& sound, size_t top) {
  EASEL_ASSIGN(const std::vector<float> scores, model.Predict(sound));
  return Ranked(model, scores, top);
}

std::vector<Score> Ranked(const runtime::Model& model, const std::vector<float>& scores, size_t top) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(
      order, [&](size_t a, size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  if (top > 0 && order.size() > top) order.resize(top);
  std::vector<Score> best;
  for (const size_t label : order) best.push_back({model.labels()[label], scores[label]});
  return best;
}

Result<std::vector<Score>> FoundBoxes(runtime::Model& model, const media::DecodedImage& picture,
                                      std::optional<double> threshold) {
  EASEL_ASSIGN(const std::vector<evaluation::FoundBox> found,
               evaluation::FindBoxes(model, picture, threshold));
  std::vector<Score> boxes;
  for (const evaluation::FoundBox& one : found) {
    boxes.push_back({model.labels()[static_cast<size_t>(one.label)], static_cast<float>(one.score), one.box});
  }
  return boxes;
}

}  // namespace easel::server
