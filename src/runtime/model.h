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
#include "runtime/executor.h"

namespace easel::runtime {

/// A bundle ready to answer: the one way from a picture to scores, used by the command line, the HTTP API,
/// evaluation and the device. Thread-safe: each concurrent call borrows an executor; they are made on demand
/// and kept.
class Model {
 public:
  /// Takes the bundle. kBadInput when an input's transform does not fit the graph.
  static Result<std::unique_ptr<Model>> Create(graph::Bundle bundle, Backend backend = Backend::kXnnpack);
  ~Model();

  const graph::Bundle& bundle() const { return bundle_; }
  const std::vector<std::string>& labels() const { return bundle_.labels; }
  /// The decoding that all views of this model are defined for.
  int decode_min_side() const;

  /// Scores per label of a picture (decoded with decode_min_side()).
  Result<std::vector<float>> Predict(const media::Image& image);

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
