#include "training/sound/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "graph/fold.h"
#include "graph/inline.h"
#include "graph/zoo/sound/sound_network.h"
#include "graph/zoo/weights.h"
#include "runtime/engine.h"
#include "training/sound/plan.h"
#include "training/view.h"

namespace easel::training {
namespace {

constexpr std::string_view kStatistics = "statistics";
/// How far a band rises above each of these levels (natural logarithms of power, in a sound whose peak is 1), on
/// average over time, tells how it swells and fades as well as how loud it is.
constexpr std::array kLevels = {-2.0F, -5.0F, -8.0F, -11.0F};

/// Collects features and, if asked for, their layout.
struct Collected {
  graph::GraphBuilder& builder;
  std::vector<FeatureBlock> blocks;
  std::vector<graph::ValueId> values;

  void Add(const std::string& layer, graph::ValueId value) {
    blocks.push_back({layer, builder.ShapeOf(value).back()});
    values.push_back(value);
  }
};

void AddStatistics(Collected& out, graph::ValueId spectrogram) {
  graph::GraphBuilder& builder = out.builder;
  const std::string name(kStatistics);
  const int64_t count = builder.ShapeOf(spectrogram)[2];
  std::vector<float> identity(static_cast<size_t>(count * count));
  for (int64_t band = 0; band < count; ++band) identity[static_cast<size_t>(band * count + band)] = 1;
  const graph::ValueId weight =
      builder.Constant(name + ".bands.weight", {count, 1, count, 1}, std::move(identity));
  // Bands become channels, so that there are operators for them.
  const graph::ValueId bands =
      builder.Apply(name + ".bands", graph::Conv2d{.padding = graph::Padding::kValid}, {spectrogram, weight});
  out.Add("largest", builder.Apply(name + ".largest", graph::GlobalMaxPool{}, {bands}));
  for (const float level : kLevels) {
    const std::string layer = fmt::format("above{}", level);
    const std::string step = name + "." + layer;
    const graph::ValueId bias =
        builder.Constant(step + ".bias", {count}, std::vector<float>(static_cast<size_t>(count), -level));
    const graph::ValueId above = builder.Apply(
        step, graph::Conv2d{.padding = graph::Padding::kValid, .activation = graph::Activation::kRelu},
        {spectrogram, weight, bias});
    out.Add(layer, builder.Apply(step + ".mean", graph::GlobalAveragePool{}, {above}));
  }
}

void AddLayers(Collected& out, graph::ValueId spectrogram, const SoundListener& listener) {
  graph::GraphBuilder& builder = out.builder;
  const graph::InlineNames names = {listener.view.name + ".", {}};
  const graph::ValueId embedding = graph::Inline(builder, listener.network, {&spectrogram, 1}, names).front();
  for (const std::string& stage : listener.stages) {
    const graph::ValueId map = builder.Find(names.prefix + stage);
    const std::string name = names.prefix + stage;
    const graph::ValueId mean = builder.Apply(name + ".mean", graph::GlobalAveragePool{}, {map});
    out.Add(stage, builder.Apply(name + ".root", graph::SquareRoot{}, {mean}));
  }
  out.Add("embedding", builder.Apply(names.prefix + "embedding.root", graph::SquareRoot{}, {embedding}));
}

Collected Collect(graph::GraphBuilder& builder, graph::ValueId spectrogram, const SoundListener& listener) {
  Collected out{builder, {}, {}};
  if (listener.network.nodes.empty()) {
    AddStatistics(out, spectrogram);
  } else {
    AddLayers(out, spectrogram, listener);
  }
  return out;
}

graph::ValueId Spectrogram(graph::GraphBuilder& builder, const media::SoundTransform& transform) {
  return builder.Input("spectrogram", {1, transform.frames, transform.width(), 1});
}

}  // namespace

std::vector<SoundView> SoundViewsOf(double seconds, bool fast) {
  // Bands up to what a hi-hat has; the recipe is measured in docs/decisions/0014.
  const media::SoundTransform statistics = {.rate = 44100,
                                            .frame = 1024,
                                            .hop = 512,
                                            .fft = 1024,
                                            .bands = 40,
                                            .low_hz = 40,
                                            .high_hz = 18000,
                                            .triangles = media::Triangles::kMel,
                                            .factor = 1.0F / 1024};
  std::vector<SoundView> views = {
      {std::string(kStatistics), statistics}, {"yamnet", media::YamnetView()}, {"aisfx", media::AisfxView()}};
  if (fast) views.resize(1);
  constexpr int kLeastFrames = 16;  // what aiSFX needs is eight
  for (SoundView& view : views) {
    media::SoundTransform& t = view.transform;
    t.level = true;
    t.frames = std::max(kLeastFrames, FramesOf(seconds, t.rate, t.frame, t.hop));
  }
  return views;
}

Result<SoundListener> SoundListener::Load(const std::filesystem::path& weights, const SoundView& view) {
  SoundListener out;
  out.view = view;
  if (view.name != kStatistics) {
    EASEL_ASSIGN(const ShippedWeights shipped, LoadShippedWeights(weights, view.name));
    out.weights_hash = shipped.hash;
    EASEL_ASSIGN(graph::Network network, graph::BuildSoundNetwork(view.name, view.transform.frames));
    EASEL_TRY(graph::LoadWeights(network, shipped.tensors));
    EASEL_ASSIGN(out.network, graph::FoldBatchNorm(network.graph));
    out.stages = network.stages;
  }
  graph::GraphBuilder builder;
  const Collected collected = Collect(builder, Spectrogram(builder, view.transform), out);
  out.blocks = collected.blocks;
  for (const FeatureBlock& block : out.blocks) out.size += block.size;
  return out;
}

graph::ValueId SoundListener::Build(graph::GraphBuilder& builder, graph::ValueId spectrogram) const {
  const Collected collected = Collect(builder, spectrogram, *this);
  return builder.Apply(view.name + " features", graph::Concat{}, collected.values);
}

graph::Graph SoundListener::Graph() const {
  graph::GraphBuilder builder;
  const graph::ValueId spectrogram = Spectrogram(builder, view.transform);
  return builder.Finish({Build(builder, spectrogram)});
}

Hash SoundListener::CacheKey() const {
  json::array layers;
  for (const FeatureBlock& block : blocks) layers.push_back(json::string(block.layer));
  return Sha256(CanonicalJson(json::object{{"weights", weights_hash.Hex()},
                                           {"network", view.name},
                                           {"transform", view.transform.ToJson()},
                                           {"layers", std::move(layers)},
                                           {"engine", runtime::EngineName()}}));
}

}  // namespace easel::training
