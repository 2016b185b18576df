// bench_forecast NETWORK: how far the forecast of a run is from the run: batch 32 at 224 × 224, with
// validation, on all cores.
#include "training/engine/forecast.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/parallel.h"
#include "base/random.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"

namespace {

using namespace easel;  // NOLINT: a program, not a library

constexpr int64_t kSide = 224;
constexpr int64_t kClasses = 10;

class Noise final : public training::Examples {
 public:
  explicit Noise(size_t size) : size_(size) {}
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return {kSide, kSide, 3}; }
  int64_t classes() const override { return kClasses; }
  Status Fill(size_t i, std::optional<uint64_t>, std::span<float> picture,
              std::span<float> target) const override {
    Random random(i);
    for (float& value : picture) value = static_cast<float>(random.Uniform() * 2 - 1);
    std::ranges::fill(target, 0.0F);
    target[i % kClasses] = 1;
    return {};
  }

 private:
  size_t size_;
};

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auto network = graph::BuildNetwork(argv[1], {.resolution = static_cast<int>(kSide), .classes = kClasses});
  if (!network) return 2;
  graph::Initialise(network->graph, 1);
  const Noise train(192);
  const Noise validation(64);
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
