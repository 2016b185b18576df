#include "training/detection/monitor.h"

#include <memory>

#include "base/parallel.h"
#include "evaluation/detection/average_precision.h"
#include "evaluation/detection/judge.h"
#include "graph/fold.h"
#include "runtime/detection/boxes.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

size_t CountOf(const graph::Graph& graph, graph::ValueId id) {
  return static_cast<size_t>(graph::ElementCount(graph.At(id).shape).value_or(0));
}

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> picture;
  std::vector<float> target;
  std::vector<std::vector<float>> maps;
};

Result<Bench> MakeBench(const graph::Graph& network, const Examples& examples) {
  Bench bench;
  EASEL_ASSIGN(bench.executor, runtime::Executor::Create(network));
  size_t numbers = 0;
  for (const graph::ValueId id : network.inputs) numbers += CountOf(network, id);
  bench.picture.resize(numbers);
  bench.target.resize(static_cast<size_t>(examples.classes()));
  for (const graph::ValueId id : network.outputs) bench.maps.emplace_back(CountOf(network, id));
  return bench;
}

Result<std::vector<runtime::Detection>> Find(const graph::Graph& network, const graph::Detector& detector,
                                             size_t classes, Bench& bench) {
  std::vector<std::span<const float>> inputs;
  std::span<const float> rest(bench.picture);
  for (const graph::ValueId id : network.inputs) {
    inputs.push_back(rest.first(CountOf(network, id)));
    rest = rest.subspan(inputs.back().size());
  }
  std::vector<std::span<float>> outputs(bench.maps.begin(), bench.maps.end());
  EASEL_TRY(bench.executor->Run(inputs, outputs));
  return runtime::BoxesOf(detector, classes, network, bench.maps);
}

}  // namespace

Result<double> DetectionMonitor::Map50(const graph::Graph& network, const Progress& progress) const {
  EASEL_ASSIGN(const graph::Graph folded, graph::FoldBatchNorm(network));
  std::vector<Bench> benches;
  for (int thread = 0; thread < threads_; ++thread) {
    EASEL_ASSIGN(Bench bench, MakeBench(folded, examples_));
    benches.push_back(std::move(bench));
  }
  std::vector<evaluation::JudgedPicture> judged(judges_.size());
  EASEL_TRY(TryInParallel(judges_.size(), threads_, [&](size_t i, int thread) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    Bench& bench = benches[static_cast<size_t>(thread)];
    EASEL_TRY(examples_.Fill(i, {}, bench.picture, bench.target));
    EASEL_ASSIGN(const auto found, Find(folded, detector_, classes_, bench));
    const dataset::FrozenItem& item = *judges_[i];
    for (const dataset::FrozenBox& box : item.boxes)
      judged[i].truth.push_back({box.box, box.label, box.difficult, box.crowd});
    for (const runtime::Detection& detection : found)
      judged[i].found.push_back(evaluation::InPixels(detection, item.width, item.height));
    return {};
  }));
  return evaluation::MeasureDetection(judged, static_cast<int>(classes_)).map50.value_or(0);
}

}  // namespace easel::training
