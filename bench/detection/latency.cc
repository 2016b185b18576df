// Latency of a bundle in the shipping runtime: one picture at a time, one thread, from the picture's pixels
// to the boxes, and of the network alone, which is what latency.py measures in onnxruntime.
//   bench_latency BUNDLE.easel [RUNS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "base/file.h"
#include "base/random.h"
#include "graph/bundle.h"
#include "runtime/model.h"

namespace {

using namespace easel;

/// The median of several runs, in milliseconds; the first ones warm up.
double Median(int runs, const std::function<bool()>& run) {
  constexpr int kWarmUp = 10;
  std::vector<double> times;
  for (int i = 0; i < runs + kWarmUp; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (!run()) std::abort();
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    if (i >= kWarmUp) times.push_back(time.count());
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const int runs = count > 2 ? std::atoi(arguments[2]) : 100;
  const auto file = ReadFile(arguments[1]);
  if (!file) return 1;
  auto bundle = graph::ParseBundle(*file);
  if (!bundle) return 1;
  const graph::Graph graph = bundle->graph;
  const graph::Shape shape = graph.At(graph.inputs[0]).shape;
  Random random(1);
  std::vector<float> input(static_cast<size_t>(shape[1] * shape[2] * 3));
  for (float& value : input) value = static_cast<float>(random.Uniform() * 2 - 1);
  std::vector<std::vector<float>> maps;
  std::vector<std::span<float>> outputs;
  maps.reserve(graph.outputs.size());
  for (const graph::ValueId id : graph.outputs) {
    maps.emplace_back(static_cast<size_t>(graph::ElementCount(graph.At(id).shape).value_or(0)));
    outputs.emplace_back(maps.back());
  }
  const auto executor = runtime::Executor::Create(graph);
  if (!executor) return 1;
  const std::span<const float> picture(input);
  const double network = Median(runs, [&] { return (*executor)->Run({&picture, 1}, outputs).has_value(); });

  const auto model = runtime::Model::Create(std::move(*bundle));
  if (!model) return 1;
  media::Image image{.width = 640, .height = 480, .rgb = std::vector<uint8_t>(size_t{640} * 480 * 3)};
  for (uint8_t& value : image.rgb) value = static_cast<uint8_t>(random.Below(256));
  const double all = Median(runs, [&] {
    return (*model)->is_detector() ? (*model)->Detect(image).has_value()
                                   : (*model)->Predict(image).has_value();
  });
  std::printf("network %.2f ms, from 640 x 480 pixels to the answer %.2f ms\n", network, all);
  return 0;
}
