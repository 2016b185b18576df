#include "training/sound/plan.h"

#include <algorithm>
#include <cmath>

namespace easel::training {
namespace {

constexpr double kMostInside = 0.98;  // the share of the sounds that a window holds in full …
constexpr double kEnough = 1;         // … unless it is longer than this, and than half of the sounds
constexpr double kShortest = 0.25;    // seconds
constexpr double kLongest = 2.5;
constexpr double kStep = 0.05;     // windows of slightly other data are to be the same
constexpr double kLooks = 80'000;  // at clips, by a network
constexpr int kFewestEpochs = 8;
constexpr int kMostEpochs = 120;
constexpr int kMembers = 2;

/// The first so much of a sound tells most (docs/decisions/0014).
double WindowOf(std::vector<double> seconds) {
  if (seconds.empty()) return kEnough;
  std::ranges::sort(seconds);
  const auto at = [&](double share) {
    return seconds[static_cast<size_t>(share * static_cast<double>(seconds.size() - 1))];
  };
  const double chosen = std::min(at(kMostInside), std::max(kEnough, at(0.5)));
  return std::clamp(std::ceil(chosen / kStep - 1e-6) * kStep, kShortest, kLongest);
}

}  // namespace

SoundPlan SoundPlan::From(const OptionValues& options, std::vector<double> seconds) {
  SoundPlan plan;
  const auto clips = static_cast<double>(std::max<size_t>(seconds.size(), 1));
  plan.listening.seconds = options.Has("window") ? options.Number("window") : WindowOf(std::move(seconds));
  plan.listening.hop = plan.listening.seconds / 2;
  plan.seed = static_cast<uint64_t>(options.Integer("seed"));
  if (options.Text("mode") == "quick") return plan;
  plan.epochs = std::clamp(static_cast<int>(std::lround(kLooks / clips)), kFewestEpochs, kMostEpochs);
  plan.members = kMembers;
  if (options.Has("epochs")) plan.epochs = static_cast<int>(options.Integer("epochs"));
  return plan;
}

json::object SoundPlan::ToJson() const {
  return {{"listening", listening.ToJson()}, {"epochs", epochs}, {"members", members}, {"seed", seed}};
}

int FramesOf(double seconds, int rate, int frame, int hop) {
  const double beyond = seconds * rate - frame;
  return 1 + std::max(0, static_cast<int>(std::ceil(beyond / hop - 1e-6)));
}

}  // namespace easel::training
