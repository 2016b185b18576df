// bench_forecast NETWORK: how far the forecast of a run is from the run: batch 32 at 224 × 224, with
// validation, on all cores.
#include "training/engine/forecast.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/parallel.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "noise.h"

namespace {

using namespace easel;  // NOLINT: a program, not a library

constexpr int kSide = 224;

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auto network = graph::BuildNetwork(argv[1], {.resolution = kSide, .classes = bench::Noise::kClasses});
  if (!network) return 2;
  graph::Initialise(network->graph, 1);
  const bench::Noise train(192, kSide);
  const bench::Noise validation(64, kSide);
  training::FitOptions options;
  options.epochs = 1;
  options.rate = 1e-4;
  options.threads = ProcessorCount();
  // The forecast in a process of its own: what it frees would hide what the run takes.
  if (fork() == 0) {
    const auto forecast = training::Foresee(network->graph, train, &validation, options);
    if (!forecast) return 1;
    std::printf("%s: forecast %.1f s, %.0f MB\n", argv[1], forecast->seconds,
                static_cast<double>(forecast->bytes) / (1 << 20));
    return 0;
  }
  wait(nullptr);
  NoProgress progress;
  const double before = PeakMegabytes();
  const auto start = std::chrono::steady_clock::now();
  if (!training::Fit(network->graph, train, &validation, options, {}, progress)) return 1;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%s: run %.1f s, %.0f MB\n", argv[1], took.count(), PeakMegabytes() - before);
}
