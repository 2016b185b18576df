#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "graph/bundle.h"
#include "media/image.h"
#include "media/sound.h"
#include "runtime/detection/boxes.h"
#include "runtime/executor.h"
#include "runtime/listening/passages.h"
#include "runtime/listening/windows.h"
#include "runtime/transforms.h"

namespace easel::runtime {

/// A bundle ready to answer: the one way from a picture or a recording to scores or boxes, used by the
/// command line, the HTTP API, evaluation and the device. Thread-safe: each concurrent call borrows an
/// executor; they are made on demand and kept.
class Model {
 public:
  /// Takes the bundle. kBadInput when an input's transform does not fit the graph.
  static Result<std::unique_ptr<Model>> Create(graph::Bundle bundle, Backend backend = Backend::kXnnpack);
  ~Model();

  const graph::Bundle& bundle() const { return bundle_; }
  const std::vector<std::string>& labels() const { return bundle_.labels; }
  /// The decoding of pictures that all views of this model are defined for.
  int decode_min_side() const;

  bool is_detector() const { return bundle_.detector.has_value(); }
  /// Whether it is for recordings; all others are for pictures.
  bool listens() const { return bundle_.listening.has_value(); }

  /// Scores per label of a picture (decoded with decode_min_side()). Not for detectors.
  Result<std::vector<float>> Predict(const media::Image& image);
  /// The boxes that a detector finds in a picture (likewise), by falling score, from the detector's min_score
  /// on: whoever shows them leaves out those below a threshold. For detectors only.
  Result<std::vector<Detection>> Detect(const media::Image& image);
  /// What it hears in each window of a recording (listening/windows.h), as many as there are. kBadInput
  /// "sound-empty" when there are none.
  Result<std::vector<Heard>> Listen(const media::Sound& sound);
  /// Scores per label of a recording: MeanScores of what Listen hears. Only its loud windows are listened to.
  Result<std::vector<float>> Predict(const media::Sound& sound);
  /// Scores per label of a stretch of sound that is a window, or a recording that is shorter than one.
  Result<std::vector<float>> PredictWindow(const media::Sound& window);

  /// What a golden picture or recording records of the model's answer (graph::Golden::scores).
  Result<std::vector<float>> GoldenAnswer(const media::Image& image);
  Result<std::vector<float>> GoldenAnswer(const media::Sound& sound) { return Predict(sound); }

  /// Runs the golden pictures or recordings, decoded by the caller, and compares bit by bit; kInternal
  /// "golden-mismatch" otherwise.
  Status CheckGolden(std::span<const media::Image> pictures);
  Status CheckGolden(std::span<const media::Sound> sounds);

 private:
  explicit Model(graph::Bundle bundle, Backend backend);
  /// The same network for upright pictures and for ones that lie on their side.
  struct Network {
    const graph::Graph* graph = nullptr;          ///< constant after Create
    std::vector<std::unique_ptr<Executor>> idle;  ///< guarded by mutex_
  };

  /// Runs the network on its inputs; `outputs` are made as large as they have to be.
  Status Run(Network& network, const std::vector<std::vector<float>>& inputs,
             std::vector<std::vector<float>>& outputs);
  /// The same on the views of a picture, by the network for its orientation.
  Result<Heard> Hear(const media::Sound& sound, const SampleRange& range);
  Result<const graph::Graph*> Look(const media::Image& image, std::vector<std::vector<float>>& outputs);
  template <typename Medium>
  Status CheckGoldenAnswers(std::span<const Medium> items);
  Result<std::unique_ptr<Executor>> Borrow(Network& network);
  void Return(Network& network, std::unique_ptr<Executor> executor);

  const graph::Bundle bundle_;
  const Backend backend_;
  Transforms transforms_;     ///< constant after Create
  graph::Graph lying_graph_;  ///< empty unless the transforms follow the orientation
  std::mutex mutex_;
  Network upright_;
  Network lying_;
};

}  // namespace easel::runtime
