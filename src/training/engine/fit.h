#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "training/engine/examples.h"
#include "training/engine/optimiser.h"
#include "training/engine/step.h"

namespace easel::training {

struct FitOptions {
  int epochs = 10;
  int64_t batch = 32;  ///< items a step; fewer when there are fewer
  int64_t shard =
      8;  ///< items that one thread takes at a time; the result depends on it, not on who takes them
  double rate = 0.05;  ///< the highest learning rate; rises over the first twentieth, then falls along a
                       ///< cosine to 0 (Loshchilov & Hutter, arXiv:1608.03983)
  double label_smoothing = 0;  ///< share of the target that goes to all classes alike (arXiv:1512.00567)
  /// One a class, above 0: what the loss of its items is multiplied by; the mean loss is the sum over that of
  /// the weights. A mixed item weighs the mean of its classes by their share. Empty: all 1. Validation is not
  /// weighed.
  std::vector<float> class_weights;
  /// α of Beta(α, α), from which an item's share of its mixture with another one of its shard is drawn. 0: no
  /// mixing. Where both are on, either is drawn for a shard evenly.
  double mixup = 0;   ///< the mean of both pictures by their share (arXiv:1710.09412)
  double cutmix = 0;  ///< a box of the other picture (arXiv:1905.04899); for pictures [H, W, C] only
  bool batch_statistics = true;  ///< BatchNorm learns; false keeps the running statistics as they are
  double statistics_momentum = 0.1;
  double average =
      0;             ///< decay of a moving average of the weights, which is what is judged and kept; 0: none
  int patience = 0;  ///< stop after so many epochs without a better validation loss; 0: never
  Precision precision = Precision::kFloat32;  ///< validation is always in float32
  Loss loss = CrossEntropy;
  std::string loss_name = "cross-entropy";  ///< tells the runs of different losses apart
  OptimiserOptions optimiser;
  std::vector<std::string> frozen;  ///< beginnings of names of weights that do not learn
  uint64_t seed = 1;
  int threads = 1;
  torch::Device device = torch::kCPU;
  /// Where the run is kept; empty: nowhere. A file for these examples only: a run of other weights or options
  /// is told from it, one of other examples is not.
  std::filesystem::path checkpoint;
  std::filesystem::path tensorboard;  ///< folder for the curves (tensorboard.h); empty: none
  int checkpoint_steps = 100;         ///< steps between two writes of it
  /// Asked after every epoch about the network that would be kept then; what it says goes into the epoch's
  /// event. Empty: nobody is asked.
  std::function<Result<json::object>(int epoch, const graph::Graph& network)> monitor;
  std::function<bool()> is_over = [] { return false; };  ///< asked after every step: the time is up
};

/// The processes that train together; each holds the whole network and takes its part of every batch's
/// shards.
struct Team {
  int rank = 0;
  int size = 1;
  /// Brings the others' partial sums in, so that the sum is complete everywhere. Fails when one of them is
  /// lost.
  std::function<Status(TreeSum&)> exchange;
};

/// The shards [first, second) of `count` that a member of a team takes: never none while the team is no
/// larger than they are.
std::pair<size_t, size_t> ShardsOf(const Team& team, size_t count);

struct EpochRecord {
  int epoch = 0;  ///< from 1
  double train_loss = 0;
  double train_accuracy = 0;
  double loss = 0;  ///< on the validation examples, 0 without
  double accuracy = 0;
};

struct FitResult {
  graph::Graph network;  ///< of the best epoch by validation loss, of the last without validation
  int best_epoch = 0;
  std::vector<EpochRecord> history;
  bool diverged = false;  ///< the loss was no number any more: `network` is the last good one
  bool out_of_time = false;
  /// What was learnt from at a time in the end: less than the options say where the memory did not suffice.
  int64_t batch = 0;
  int64_t shard = 0;
};

/// Trains a graph, whose only output is one logit per class unless the loss takes something else. Every step
/// is an event of `progress` ("step": loss, accuracy, rate, items per second), every epoch another ("epoch").
/// Validation runs in the shipping runtime. A step for which there is no memory is taken again with shards of
/// half the size, and with half the batch where a shard is one item: an event ("memory": shard, batch), and
/// so to the end, whoever resumes. In a team it is an error. The result depends on data, options, seed and
/// that only: not on threads, team size, or how often the run was killed and begun again with the same
/// checkpoint file. Errors: kCancelled; "training-diverged" (kResources) when not even one epoch went well;
/// "out-of-memory" (kResources); what `train` and the disk return.
Result<FitResult> Fit(const graph::Graph& network, const Examples& train, const Examples* validation,
                      const FitOptions& options, const Team& team, Progress& progress);

}  // namespace easel::training
