#include "training/sound/network/plan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "graph/zoo/layers.h"
#include "graph/zoo/weights.h"

namespace easel::training {
namespace {

constexpr double kFrameSeconds = 0.025;
constexpr double kHopSeconds = 0.010;
constexpr double kMostFrames = 250;  // of a window: longer ones are seen in larger steps

/// How the network hears: at the highest of these rates that the recordings have.
struct Ear {
  int rate;
  int bands;
};
constexpr std::array<Ear, 3> kEars = {{{32000, 64}, {16000, 40}, {8000, 40}}};

}  // namespace

NetworkPlan NetworkPlan::Of(const SoundPlan& plan, int rate) {
  NetworkPlan out;
  const auto* const fitting = std::ranges::find_if(kEars, [&](const Ear& ear) { return ear.rate <= rate; });
  const Ear ear = fitting == kEars.end() ? kEars.back() : *fitting;
  const double seconds = plan.listening.seconds;
  media::SoundTransform& t = out.transform;
  t.rate = ear.rate;
  t.bands = ear.bands;
  t.frame = static_cast<int>(std::lround(kFrameSeconds * ear.rate));
  t.hop = static_cast<int>(std::lround(std::max(kHopSeconds, seconds / kMostFrames) * ear.rate));
  t.fft = static_cast<int>(std::bit_ceil(2 * static_cast<unsigned>(t.frame)));
  t.low_hz = 60;
  t.high_hz = 0.4875F * static_cast<float>(ear.rate);
  // Some 47 dB below the largest that a spectrum of so many samples has.
  const float size = static_cast<float>(t.frame) / 200;
  t.offset = 0.03F * size * size;
  t.frames = FramesOf(seconds, t.rate, t.frame, t.hop);
  t.level = true;
  t.normalise = true;
  out.augmentation = {.pitch = 0.15,
                      .tempo = 0.25,
                      .shift = 0.15,
                      .tilt = 0.5,
                      .noise = 0.5,
                      .time_mask = 0.2,
                      .band_mask = 0.3,
                      .jitter = 0.1,
                      .mixup = 0.3};
  return out;
}

json::object NetworkPlan::ToJson() const {
  return {{"transform", transform.ToJson()},
          {"augmentation", augmentation.ToJson()},
          {"rate", rate},
          {"weight-decay", weight_decay},
          {"smoothing", smoothing},
          {"batch", batch},
          {"shard", shard}};
}

Result<graph::Graph> BuildOwnNetwork(const media::SoundTransform& transform, int classes, uint64_t seed) {
  struct Layer {
    int64_t channels;
    int kernel;
    int stride;
  };
  constexpr std::array<Layer, 4> kLayers = {{{24, 5, 2}, {48, 3, 2}, {96, 3, 2}, {128, 3, 1}}};
  graph::Layers net("spectrogram", {1, transform.frames, transform.width(), 1},
                    {.padding = graph::Padding::kCentred});
  graph::ValueId x = net.input();
  int64_t width = transform.width();
  for (size_t i = 0; i < kLayers.size(); ++i) {
    const auto& [channels, kernel, stride] = kLayers.at(i);
    const std::string name = "layer" + std::to_string(i + 1);
    x = net.Convolve(
        {name + ".conv", name}, x,
        {.channels = channels, .kernel = kernel, .stride = stride, .activation = graph::Activation::kRelu});
    width = (width + stride - 1) / stride;
  }
  x = net.Convolve({"bands.conv", "bands"}, x,
                   {.kernel = graph::Kernel(1, width),
                    .activation = graph::Activation::kRelu,
                    .depthwise = true,
                    .padding = graph::Padding::kValid});
  EASEL_ASSIGN(graph::Network network, net.Classify("classifier", x, classes));
  graph::Initialise(network.graph, seed);
  return std::move(network.graph);
}

}  // namespace easel::training
