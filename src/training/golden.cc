#include "training/golden.h"

#include <set>

#include "evaluation/golden.h"

namespace easel::training {

Result<std::vector<size_t>> AddGolden(const std::vector<dataset::FrozenItem>& items,
                                      const std::vector<size_t>& places, const TrainingResources& resources,
                                      runtime::Model& model, graph::Bundle& bundle) {
  constexpr size_t kFiles = 3;
  std::vector<size_t> chosen;
  std::set<int> seen;
  for (const size_t i : places) {
    if (chosen.size() == kFiles) break;
    const bool has_label = items[i].boxes.empty();
    if (has_label && !seen.insert(items[i].label).second) continue;
    EASEL_ASSIGN(Bytes file, resources.picture(items[i].hash));
    bundle.golden.push_back({items[i].name, std::move(file), {}});
    chosen.push_back(i);
  }
  EASEL_TRY(ScoreGolden(model, resources.decoder, bundle.golden));
  return chosen;
}

Status ScoreGolden(runtime::Model& model, media::Decoder& decoder, std::vector<graph::Golden>& golden) {
  for (graph::Golden& one : golden) {
    EASEL_ASSIGN(one.scores, evaluation::AnswerGolden(model, decoder, one.file));
  }
  return {};
}

}  // namespace easel::training
