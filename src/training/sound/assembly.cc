#include "training/sound/assembly.h"

#include "graph/inline.h"
#include "training/combination.h"

namespace easel::training {
namespace {

/// From one value for every view of the head, and the network's logits.
graph::ValueId BuildScores(graph::GraphBuilder& builder, const SoundParts& parts,
                           const std::vector<graph::ValueId>& features, graph::ValueId logits) {
  std::vector<graph::ValueId> pooled;
  std::vector<double> weights;
  if (parts.HasHead()) {
    pooled.push_back(BuildLogits(builder, features, parts.head->scaling, parts.head->head));
    weights.push_back(parts.head_weight);
  }
  if (parts.HasNetwork()) {
    pooled.push_back(logits);
    weights.push_back(parts.network_weight);
  }
  const bool is_plain = pooled.size() == 1 && weights.front() == 1;
  const graph::ValueId sum = is_plain ? pooled.front() : BuildSum(builder, "sum", pooled, weights);
  return builder.Apply("scores", graph::Softmax{}, {sum});
}

}  // namespace

SoundNetwork Together(std::vector<SoundNetwork> networks) {
  if (networks.size() == 1) return std::move(networks.front());
  graph::GraphBuilder builder;
  const graph::Value& input = networks.front().graph.At(networks.front().graph.inputs[0]);
  const graph::ValueId spectrogram = builder.Input(input.name, input.shape);
  std::vector<graph::ValueId> logits;
  for (const SoundNetwork& network : networks) {
    const std::string prefix = std::to_string(logits.size() + 1) + "/";
    logits.push_back(
        graph::Inline(builder, network.graph, {&spectrogram, 1}, {.prefix = prefix, .suffix = {}}).front());
  }
  const std::vector<double> shares(logits.size(), 1 / static_cast<double>(logits.size()));
  return {builder.Finish({BuildSum(builder, "logits", logits, shares)}), networks.front().transform};
}

std::string SoundInputName(size_t input) { return "sound" + std::to_string(input); }

std::vector<media::SoundTransform> SoundParts::Transforms() const {
  std::vector<media::SoundTransform> transforms;
  if (HasHead()) {
    for (const size_t view : head->views) transforms.push_back((*listeners)[view].view.transform);
  }
  if (HasNetwork()) transforms.push_back(network->transform);
  return transforms;
}

graph::Graph AssembleSound(const SoundParts& parts) {
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> inputs;
  for (const media::SoundTransform& transform : parts.Transforms())
    inputs.push_back(
        builder.Input(SoundInputName(inputs.size()), {1, transform.frames, transform.width(), 1}));
  std::vector<graph::ValueId> features;
  if (parts.HasHead()) {
    for (const size_t view : parts.head->views)
      features.push_back((*parts.listeners)[view].Build(builder, inputs[features.size()]));
  }
  graph::ValueId logits = -1;
  if (parts.HasNetwork()) {
    logits =
        graph::Inline(builder, parts.network->graph, {&inputs.back(), 1}, {.prefix = "own/", .suffix = {}})
            .front();
  }
  return builder.Finish({BuildScores(builder, parts, features, logits)});
}

graph::Graph AssembleSoundTail(const SoundParts& parts, int classes) {
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> features;
  if (parts.HasHead()) {
    for (const size_t view : parts.head->views)
      features.push_back(
          builder.Input("features" + std::to_string(view), {1, (*parts.listeners)[view].size}));
  }
  const graph::ValueId logits = parts.HasNetwork() ? builder.Input("network", {1, classes}) : -1;
  return builder.Finish({BuildScores(builder, parts, features, logits)});
}

}  // namespace easel::training
