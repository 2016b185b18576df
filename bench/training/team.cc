// bench_team NETWORK SIDE STEPS PROCESSES: images a second of a run of Fit at batch 32, of one process with
// two threads or two with one each that meet over TCP: the median step.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "noise.h"
#include "training/engine/gloo.h"

namespace {

using namespace easel;  // NOLINT: a program, not a library

constexpr int kBatch = 32;

class Speeds final : public Progress {
 public:
  void Report(std::string_view, const Text&, int64_t, int64_t) override {}
  void Event(json::object event) override {
    if (event.at("kind").as_string() == "step") speeds_.push_back(event.at("items-per-second").as_double());
  }
  bool IsCancelled() const override { return false; }

  /// Of the steps behind the first two, which choose kernels and get memory.
  double Median() {
    const auto begin = speeds_.begin() + 2;
    const auto middle = begin + (speeds_.end() - begin) / 2;
    std::nth_element(begin, middle, speeds_.end());
    return *middle;
  }

 private:
  std::vector<double> speeds_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int side = std::atoi(argv[2]);
  const int steps = std::atoi(argv[3]);
  const int processes = std::atoi(argv[4]);
  if (steps < 3 || processes < 1 || processes > 2) return 2;
  auto network = graph::BuildNetwork(argv[1], {.resolution = side, .classes = bench::Noise::kClasses});
  if (!network) return 2;
  graph::Initialise(network->graph, 1);
  const uint16_t port = training::FreePort().value();
  const int rank = processes == 2 && fork() == 0 ? 1 : 0;
  std::unique_ptr<training::GlooTeam> joined;
  training::Team team;
  if (processes == 2) {
    joined = training::GlooTeam::Join({.port = port, .rank = rank, .size = processes}).value();
    team = joined->team();
  }
  training::FitOptions options;
  options.epochs = 1;
  options.batch = kBatch;
  options.rate = 1e-4;
  options.threads = 2 / processes;
  const bench::Noise examples(static_cast<size_t>(steps * kBatch), side);
  Speeds speeds;
  if (!training::Fit(network->graph, examples, nullptr, options, team, speeds)) return 1;
  if (rank != 0) return 0;
  std::printf("%.2f\n", speeds.Median());
  if (processes == 2) wait(nullptr);
}
