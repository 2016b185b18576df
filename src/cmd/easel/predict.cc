#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/file.h"
#include "cmd/easel/command.h"
#include "evaluation/detection/judge.h"
#include "publish/releases.h"

namespace easel::cmd {
namespace {

/// The results of one picture, best first; equal scores in the order of the labels.
json::array Ranked(const std::vector<std::string>& labels, const std::vector<float>& scores) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  json::array out;
  for (const size_t i : order) out.push_back({{"name", labels[i]}, {"score", static_cast<double>(scores[i])}});
  return out;
}

/// The boxes of one picture, best first.
json::array Boxes(const std::vector<std::string>& labels, const std::vector<evaluation::FoundBox>& found) {
  json::array out;
  for (const auto& [box, label, score] : found) {
    out.push_back({{"name", labels[static_cast<size_t>(label)]},
                   {"score", score},
                   {"location", {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}}}});
  }
  return out;
}

/// What a model says about a picture.
Result<json::array> Ask(runtime::Model& model, const media::DecodedImage& picture, std::optional<double> threshold) {
  if (model.is_detector()) {
    EASEL_ASSIGN(const auto found, evaluation::FindBoxes(model, picture, threshold));
    return Boxes(model.labels(), found);
  }
  EASEL_ASSIGN(const std::vector<float> scores, model.Predict(picture.image));
  return Ranked(model.labels(), scores);
}

std::string Describe(const json::array& results, size_t shown) {
  std::string text;
  for (size_t i = 0; i < std::min(results.size(), shown); ++i) {
    const json::object& result = results[i].as_object();
    text += fmt::format("  {:>7}  {}", Percent(result.at("score").as_double()),
                        std::string_view(result.at("name").as_string()));
    if (const json::value* place = result.if_contains("location")) {
      const auto side = [&](std::string_view name) { return place->at(name).as_double(); };
      text += fmt::format("  {:.0f},{:.0f} {:.0f}×{:.0f}", side("left"), side("top"), side("width"), side("height"));
    }
    text += "\n";
  }
  return text;
}

Status Predict(Session& session, const std::string& model_name, const std::vector<std::string>& files,
               std::optional<double> threshold) {
  Installation& installation = session.installation;
  EASEL_ASSIGN(const ModelName name, ParseModelName(model_name));
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Find(name.project));
  EASEL_ASSIGN(const store::Model row, installation.catalog->models().Get(project.id, name.number));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  json::array document;
  std::string text;
  for (const std::string& file : files) {
    EASEL_ASSIGN(const Bytes bytes, ReadFile(file));
    auto decoded = installation.decoder->Decode(bytes, {.min_side = model->decode_min_side()});
    if (!decoded) {
      decoded.error().item = file;
      return std::unexpected(decoded.error());
    }
    EASEL_ASSIGN(json::array results, Ask(*model, *decoded, threshold));
    text += file + "\n" + Describe(results, model->is_detector() ? results.size() : 5);
    document.push_back({{"file", file}, {"results", std::move(results)}});
  }
  session.console.Result(document, text);
  return {};
}

}  // namespace

void AddPredictCommand(CommandLine& line) {
  auto model_name = std::make_shared<std::string>();
  auto files = std::make_shared<std::vector<std::string>>();
  auto threshold = std::make_shared<std::optional<double>>();
  CLI::App* predict = line.Add(&line.app, "predict", {"Ask a model about pictures", "用模型识别图片"},
                               [=](Session& session) { return Predict(session, *model_name, *files, *threshold); });
  predict->add_option("model", *model_name, line.Say({"PROJECT or PROJECT@NUMBER", "项目名或项目名@编号"}))->required();
  predict->add_option("files", *files, line.Say({"Pictures", "图片"}))->required();
  predict->add_option("--threshold", *threshold,
                      line.Say({"Boxes with lower scores are not shown (default: the model's recommended one)",
                                "低于该得分的框不显示（默认使用模型推荐值）"}))
      ->check(CLI::Range(0.0, 1.0));
}

}  // namespace easel::cmd
