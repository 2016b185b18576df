#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "base/progress.h"
#include "training/sound/assembly.h"
#include "training/sound/clips.h"
#include "training/sound/extraction.h"
#include "training/sound/plan.h"

namespace easel::training {

/// What one network learns from, and how long.
struct NetworkLesson {
  std::vector<size_t> clips;
  std::vector<size_t> judges;        ///< clips by which its progress is told; they choose nothing
  std::vector<float> class_weights;  ///< of FitOptions
  int epochs = 0;
  uint64_t seed = 1;
  std::filesystem::path checkpoint;
  std::function<bool()> is_over = [] { return false; };  ///< the time is up
};

struct LearntNetwork {
  SoundNetwork network;
  int epochs = 0;  ///< that it had
  bool out_of_time = false;
};

/// How often a network's progress is told by its judges while it learns, at most.
inline constexpr int kLooksAtJudges = 20;

/// Makes networks of one's own that learn from clips, all by the same recipe; what needs an engine that quick
/// mode has to do without.
class SoundNetworks {
 public:
  virtual ~SoundNetworks() = default;

  /// Their recipe, for provenance.
  virtual json::object Describe() const = 0;
  struct Forecast {
    double epoch_seconds = 0;    ///< as things are now
    double look_seconds = 0;     ///< of a look at the loudest window of every clip …
    double hearing_seconds = 0;  ///< … and at all of their windows
    int64_t bytes = 0;           ///< of memory, at the peak
  };
  /// What an epoch of this lesson takes, and what its network takes to answer for these clips.
  virtual Result<Forecast> Foresee(const NetworkLesson& lesson) = 0;
  /// A network from nothing. The result depends on the lesson's clips, epochs and seed only,
  /// unless the time runs out. kCancelled.
  virtual Result<LearntNetwork> Learn(const NetworkLesson& lesson, Progress& progress) = 0;
};

/// `clips`, `windows` and `resources` outlive what it makes.
using MakeSoundNetworks = Result<std::unique_ptr<SoundNetworks>> (*)(const Clips& clips,
                                                                     const WindowRows& windows,
                                                                     const SoundPlan& plan, int classes,
                                                                     const TrainingResources& resources,
                                                                     Progress& progress);

}  // namespace easel::training
