#pragma once

#include <filesystem>
#include <set>
#include <vector>

#include "base/result.h"
#include "training/sound/division.h"
#include "training/sound/networks.h"
#include "training/sound/part_of_progress.h"

namespace easel::training {

/// The networks of one's own that a model of sounds needs, one after the other: without each fold one, to
/// judge it, and one that learns from all, to ship. Each is `plan().members` networks that answer together. A
/// run that was killed goes on where it was.
class FoldNetworks {
 public:
  /// What is learnt, and by when. All of it outlives the networks' training.
  struct Work {
    SoundNetworks& networks;
    const SoundDivision& division;
    const std::vector<float>& class_weights;  ///< of FitOptions
    json::object key;                         ///< data and options: what tells this run from others
    const TrainingResources& resources;
    int64_t start;  ///< on resources.clock's steady clock, of the training as a whole
    double limit;   ///< seconds from then on; 0: none
  };
  FoldNetworks(const Work& work, SoundPlan plan) : work_(work), plan_(std::move(plan)) {}

  /// Says what the networks will take, and has as many epochs and members as fit into the time: false when
  /// those are too few. A run that goes on from a checkpoint keeps the numbers that it began with.
  Result<bool> Foresee(Progress& progress);
  /// The networks that do not learn from a fold, as one; division.count: those that learn from all.
  Result<SoundNetwork> Learn(int fold, Progress& progress);

  /// The learners that a fold leaves out, or all learners but those.
  std::vector<size_t> LearnersOf(int fold, bool left_out) const;
  const SoundPlan& plan() const { return plan_; }
  bool out_of_time() const { return out_of_time_; }
  /// The share of its epochs that each network of the last Learn had at least: less than 1 where the time ran
  /// out or its loss was no number any more.
  double share_learnt() const { return share_learnt_; }
  /// Deletes what was kept to go on from.
  void Forget() const;

 private:
  double Elapsed() const;
  size_t Count() const { return static_cast<size_t>((work_.division.count + 1) * plan_.members); }
  NetworkLesson LessonWithout(int fold, int member);
  PartOfProgress::Part PartOf(int fold, int member) const;

  const Work work_;
  SoundPlan plan_;
  double weighing_ = 0;  ///< seconds that it takes to hear what the folds leave out …
  double judging_ = 0;   ///< … and what judges the model
  double share_learnt_ = 1;
  std::set<std::filesystem::path> checkpoints_;
  bool out_of_time_ = false;
};

}  // namespace easel::training
