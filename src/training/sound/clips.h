#pragma once

#include <memory>
#include <vector>

#include "base/progress.h"
#include "dataset/types.h"
#include "media/sound.h"
#include "training/resources.h"

namespace easel::training {

/// What is learnt from and judged as one: a recording, or a labelled segment of one, which is cut out and
/// then treated like a recording of its own.
struct Clip {
  size_t item = 0;  ///< place of the recording in FrozenVersion::items
  int label = 0;
  double begin = 0;    ///< seconds
  double seconds = 0;  ///< as labelled; of a whole recording 0
  bool is_segment = false;

  bool operator==(const Clip&) const = default;
};

/// All clips of a version: the segments of a recording that has any, else the recording. In the order of the
/// items and their segments.
std::vector<Clip> ClipsOf(const dataset::FrozenVersion& version);

/// The sounds of clips, decoded once and kept in memory as far as there is room; those beyond are decoded
/// whenever they are asked for. Thread-safe once loaded.
class Clips {
 public:
  /// Decodes every recording, on all threads; keeps up to `budget` bytes of samples. Clips of recordings that
  /// cannot be decoded, or that lie behind their ends, are left out; whatever else goes wrong with one ends it
  /// all. kCancelled. `version` and `resources` must outlive this.
  static Result<Clips> Load(const dataset::FrozenVersion& version, int64_t budget,
                            const TrainingResources& resources, Progress& progress);

  size_t size() const { return clips_.size(); }
  const Clip& operator[](size_t i) const { return clips_[i]; }
  const dataset::FrozenItem& ItemOf(size_t i) const { return version_->items[clips_[i].item]; }
  size_t SamplesOf(size_t i) const { return samples_[i]; }  ///< that there are
  int RateOf(size_t i) const { return rates_[i]; }          ///< samples a second, as stored
  double SecondsOf(size_t i) const { return static_cast<double>(samples_[i]) / rates_[i]; }
  /// The clip's samples at their own rate.
  Result<std::shared_ptr<const media::Sound>> SoundOf(size_t i) const;
  int64_t left_out() const { return left_out_; }  ///< clips

 private:
  Clips(const dataset::FrozenVersion& version, const TrainingResources& resources)
      : version_(&version), resources_(&resources) {}

  const dataset::FrozenVersion* version_;
  const TrainingResources* resources_;
  std::vector<Clip> clips_;
  std::vector<size_t> samples_;
  std::vector<int> rates_;
  std::vector<std::shared_ptr<const media::Sound>> kept_;  ///< null where there was no room
  int64_t left_out_ = 0;
};

}  // namespace easel::training
