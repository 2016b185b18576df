// bench_team NETWORK SIDE STEPS PROCESSES: images a second of a run of Fit at batch 32, of one process with
// two threads or two with one each that meet over TCP: the median step.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "base/random.h"
#include "graph/zoo/network.h"
#include "graph/zoo/weights.h"
#include "training/engine/gloo.h"

namespace {

using namespace easel;  // NOLINT: a program, not a library

constexpr int kBatch = 32;
constexpr int64_t kClasses = 10;

/// Random pictures, which cost nothing to make: all are the same.
class Noise final : public training::Examples {
 public:
  Noise(size_t size, int64_t side) : size_(size), side_(side), pixels_(static_cast<size_t>(side * side * 3)) {
    Random random(1);
    for (float& pixel : pixels_) pixel = static_cast<float>(random.Uniform() * 2 - 1);
  }
  size_t size() const override { return size_; }
  graph::Shape shape() const override { return {side_, side_, 3}; }
  int64_t classes() const override { return kClasses; }
  Status Fill(size_t i, std::optional<uint64_t>, std::span<float> picture,
              std::span<float> target) const override {
    std::ranges::copy(pixels_, picture.begin());
    std::ranges::fill(target, 0.0F);
    target[i % kClasses] = 1;
    return {};
  }

 private:
  size_t size_;
  int64_t side_;
  std::vector<float> pixels_;
};

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

uint16_t FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    std::abort();
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const int side = std::atoi(argv[2]);
  const int steps = std::atoi(argv[3]);
  const int processes = std::atoi(argv[4]);
  if (steps < 3 || processes < 1 || processes > 2) return 2;
  auto network = graph::BuildNetwork(argv[1], {.resolution = side, .classes = kClasses});
  if (!network) return 2;
  graph::Initialise(network->graph, 1);
  const uint16_t port = FreePort();
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
  const Noise examples(static_cast<size_t>(steps * kBatch), side);
  Speeds speeds;
  if (!training::Fit(network->graph, examples, nullptr, options, team, speeds)) return 1;
  if (rank != 0) return 0;
  std::printf("%.2f\n", speeds.Median());
  if (processes == 2) wait(nullptr);
}
