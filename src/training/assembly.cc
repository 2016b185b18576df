#include "training/assembly.h"

namespace easel::training {
namespace {

graph::ValueId BuildHead(graph::GraphBuilder& builder, const std::vector<graph::ValueId>& features,
                         const Scaling& scaling, const LinearHead& head) {
  return builder.Apply("scores", graph::Softmax{}, {BuildLogits(builder, features, scaling, head)});
}

}  // namespace

int64_t ModelView::size() const {
  int64_t size = 0;
  for (const FeatureBlock& block : blocks) size += block.size;
  return size;
}

std::vector<std::vector<FeatureBlock>> BlocksOf(const std::vector<ModelView>& views) {
  std::vector<std::vector<FeatureBlock>> blocks;
  for (const ModelView& view : views) blocks.push_back(view.blocks);
  return blocks;
}

std::string InputName(size_t view) { return "picture" + std::to_string(view); }

AssembledModel Assemble(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head) {
  AssembledModel out;
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> features;
  for (size_t v = 0; v < views.size(); ++v) {
    const media::ImageTransform& transform = views[v].view.transform;
    const graph::ValueId input = builder.Input(InputName(v), {1, transform.height, transform.width, 3});
    const graph::ValueId value = BuildFeatures(builder, input, *views[v].backbone, nullptr);
    out.feature_names.push_back(builder.NameOf(value));
    features.push_back(value);
  }
  out.graph = builder.Finish({BuildHead(builder, features, scaling, head)});
  return out;
}

graph::Graph AssembleTail(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head) {
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> features;
  for (size_t v = 0; v < views.size(); ++v) {
    features.push_back(builder.Input("features" + std::to_string(v), {1, views[v].size()}));
  }
  return builder.Finish({BuildHead(builder, features, scaling, head)});
}

}  // namespace easel::training
