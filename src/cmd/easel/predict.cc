#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/file.h"
#include "cmd/easel/command.h"
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

Status Predict(Session& session, const std::string& model_name, const std::vector<std::string>& files) {
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
    EASEL_ASSIGN(const std::vector<float> scores, model->Predict(decoded->image));
    json::array results = Ranked(model->labels(), scores);
    text += file + "\n";
    for (size_t i = 0; i < results.size() && i < 5; ++i) {
      const json::object& result = results[i].as_object();
      text += fmt::format("  {:>7}  {}\n", Percent(result.at("score").as_double()),
                          std::string_view(result.at("name").as_string()));
    }
    document.push_back({{"file", file}, {"results", std::move(results)}});
  }
  session.console.Result(document, text);
  return {};
}

}  // namespace

void AddPredictCommand(CommandLine& line) {
  auto model_name = std::make_shared<std::string>();
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* predict = line.Add(&line.app, "predict", {"Ask a model about pictures", "用模型识别图片"},
                               [=](Session& session) { return Predict(session, *model_name, *files); });
  predict->add_option("model", *model_name, line.Say({"PROJECT or PROJECT@NUMBER", "项目名或项目名@编号"}))->required();
  predict->add_option("files", *files, line.Say({"Pictures", "图片"}))->required();
}

}  // namespace easel::cmd
