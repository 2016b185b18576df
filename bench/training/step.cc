// bench_training NETWORK STEPS [mixed]: images a second of training at batch 16, 224 × 224, on all cores; the
// counterpart of peer.py.
#include "training/engine/step.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "training/engine/optimiser.h"
#include "training/engine/threads.h"

namespace {

using namespace easel;  // NOLINT: a program, not a library

constexpr int64_t kBatch = 16;
constexpr int64_t kSide = 224;
constexpr int64_t kClasses = 10;

double ImagesPerSecond(const graph::Graph& network, int steps, training::Precision precision) {
  training::KeepFreedMemory();
  training::Module module(network, torch::kCPU);
  training::Optimiser optimiser(module.parameters(), {});
  const int threads = ProcessorCount();
  const auto shards = static_cast<size_t>(threads);
  const int64_t size = kBatch / threads;
  Random random(1);
  std::vector<training::Shard> batch(shards);
  for (training::Shard& shard : batch) {
    shard.pictures = torch::empty({size, kSide, kSide, 3});
    float* const pixels = shard.pictures.data_ptr<float>();
    for (int64_t i = 0; i < shard.pictures.numel(); ++i)
      pixels[i] = static_cast<float>(random.Uniform() * 2 - 1);
    shard.targets = torch::zeros({size, kClasses});
    shard.weights = torch::ones({size});
    for (int64_t i = 0; i < size; ++i) shard.targets[i][i % kClasses] = 1;
  }
  std::vector<double> seconds;
  for (int step = 0; step < steps + 2; ++step) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<training::Gradients> parts(shards);
    ParallelFor(shards, threads, [&](size_t i, int) {
      training::UseOneKernelThread();
      parts[i] = training::Differentiate(module, batch[i], true, precision);
    });
    training::TreeSum sum(shards);
    for (size_t i = 0; i < shards; ++i) sum.Put(i, 1, std::move(parts[i]));
    training::Gradients all = sum.Take();
    optimiser.Step(all.parameters, 0.01, threads);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (step >= 2) seconds.push_back(took.count());
  }
  std::ranges::nth_element(seconds, seconds.begin() + std::ssize(seconds) / 2);
  return static_cast<double>(size * threads) / seconds[seconds.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return 2;
  const auto precision = argc == 4 ? training::Precision::kMixed : training::Precision::kFloat32;
  auto network = graph::BuildNetwork(argv[1], {.resolution = static_cast<int>(kSide), .classes = kClasses});
  if (!network) return 2;
  graph::Initialise(network->graph, 1);
  std::printf("%.2f\n", ImagesPerSecond(network->graph, std::atoi(argv[2]), precision));
}
