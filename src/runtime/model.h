#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "graph/bundle.h"
#include "media/image.h"
#include "media/transform/image_transform.h"
#include "runtime/detection/boxes.h"
#include "runtime/executor.h"

namespace easel::runtime {

/// A bundle ready to answer: the one way from a picture to scores or boxes, used by the command line, the
/// HTTP API, evaluation and the device. Thread-safe: each concurrent call borrows an executor; they are made
/// on demand and kept.
class Model {
 public:
  /// Takes the bundle. kBadInput when an input's transform does not fit the graph.
  static Result<std::unique_ptr<Model>> Create(graph::Bundle bundle, Backend backend = Backend::kXnnpack);
  ~Model();

  const graph::Bundle& bundle() const { return bundle_; }
  const std::vector<std::string>& labels() const { return bundle_.labels; }
  /// The decoding that all views of this model are defined for.
  int decode_min_side() const;

  bool is_detector() const { return bundle_.detector.has_value(); }

  /// Scores per label of a picture (decoded with decode_min_side()). Not for detectors.
  Result<std::vector<float>> Predict(const media::Image& image);
  /// The boxes that a detector finds in a picture (likewise), by falling score, from the detector's min_score
  /// on: whoever shows them leaves out those below a threshold. For detectors only.
  Result<std::vector<Detection>> Detect(const media::Image& image);
  /// What a golden picture records of the model's answer (graph::Golden::scores).
  Result<std::vector<float>> GoldenAnswer(const media::Image& image);

  /// Runs the golden pictures, decoded by the caller, and compares bit by bit; kInternal "golden-mismatch"
  /// otherwise.
  Status CheckGolden(std::span<const media::Image> pictures);

 private:
  explicit Model(graph::Bundle bundle, Backend backend);
  /// The same network for upright pictures and for ones that lie on their side.
  struct Network {
    const graph::Graph* graph = nullptr;          ///< constant after Create
    std::vector<std::unique_ptr<Executor>> idle;  ///< guarded by mutex_
  };

  /// Runs the network for pictures of this orientation; `outputs` are made as large as they have to be.
  Result<const graph::Graph*> Run(const media::Image& image, std::vector<std::vector<float>>& outputs);
  Result<std::unique_ptr<Executor>> Borrow(Network& network);
  void Return(Network& network, std::unique_ptr<Executor> executor);

  const graph::Bundle bundle_;
  const Backend backend_;
  std::vector<media::ImageTransform> transforms_;  ///< constant after Create
  graph::Graph lying_graph_;                       ///< empty unless the transforms follow the orientation
  std::mutex mutex_;
  Network upright_;
  Network lying_;
};

}  // namespace easel::runtime
