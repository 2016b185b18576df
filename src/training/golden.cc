#include "training/golden.h"

#include <set>

namespace easel::training {

Result<std::vector<size_t>> AddGolden(const std::vector<dataset::FrozenItem>& items,
                                      const std::vector<size_t>& places, const TrainingResources& resources,
                                      runtime::Model& model, graph::Bundle& bundle) {
  constexpr size_t kPictures = 3;
  std::vector<size_t> chosen;
  std::set<int> seen;
  for (const size_t i : places) {
    if (chosen.size() == kPictures) break;
    const bool has_label = items[i].boxes.empty();
    if (has_label && !seen.insert(items[i].label).second) continue;
    EASEL_ASSIGN(Bytes picture, resources.picture(items[i].hash));
    bundle.golden.push_back({items[i].name, std::move(picture), {}});
    chosen.push_back(i);
  }
  EASEL_TRY(ScoreGolden(model, resources.decoder, bundle.golden));
  return chosen;
}

Status ScoreGolden(runtime::Model& model, media::Decoder& decoder, std::vector<graph::Golden>& golden) {
  for (graph::Golden& one : golden) {
    EASEL_ASSIGN(const auto decoded, decoder.Decode(one.picture, {.min_side = model.decode_min_side()}));
    EASEL_ASSIGN(one.scores, model.GoldenAnswer(decoded.image));
  }
  return {};
}

}  // namespace easel::training
