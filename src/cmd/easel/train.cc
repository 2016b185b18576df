#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "cmd/easel/command.h"
#include "graph/safetensors.h"
#include "training/options.h"

namespace easel::cmd {
namespace {

/// A line on the labels that look wrong; nothing when there are none.
std::string DescribeSuspects(const Console& console, const store::Project& project, const json::array& suspects) {
  if (suspects.empty()) return {};
  constexpr size_t kNamed = 3;
  std::string named;
  for (size_t i = 0; i < std::min(suspects.size(), kNamed); ++i) {
    const json::object& suspect = suspects[i].as_object();
    named += fmt::format("{}{} ({} → {})", i > 0 ? ", " : "", std::string_view(suspect.at("name").as_string()),
                         std::string_view(suspect.at("label").as_string()),
                         std::string_view(suspect.at("suspected").as_string()));
  }
  if (suspects.size() > kNamed) named += ", …";
  if (project.task == store::kSound) {
    return fmt::format(fmt::runtime(console.Say({"{} labels look wrong: {}. Listen to them on the studio's verify page.\n",
                                                 "{} 个标注可能有误：{}。可在工作室的“校验”页收听。\n"})),
                       suspects.size(), named);
  }
  const Text text = suspects.size() == 1
                        ? Text{"{} label looks wrong: {}. The studio's verify page shows the picture.\n",
                               "{} 个标注可能有误：{}。可在工作室的“校验”页查看该图片。\n"}
                        : Text{"{} labels look wrong: {}. The studio's verify page shows the pictures.\n",
                               "{} 个标注可能有误：{}。可在工作室的“校验”页查看这些图片。\n"};
  return fmt::format(fmt::runtime(console.Say(text)), suspects.size(), named);
}

std::string Describe(const Console& console, const store::Project& project, const json::object& result) {
  const json::object& metrics = result.at("metrics").as_object();
  const int number = result.at("version").to_number<int>();
  const std::string time = Duration(result.at("seconds").to_number<double>());
  const auto share = [&](std::string_view name) { return Percent(metrics.at(name).to_number<double>()); };
  if (project.task == store::kDetection) {
    return fmt::format(fmt::runtime(console.Say({"{}@{}: mAP {} at half overlap, {} on average; finds {} with {} right; in {}.\n",
                                                 "{}@{}：mAP50 {}，mAP50-95 {}；召回率 {}，精确率 {}；用时 {}。\n"})),
                       project.name, number, share("map50"), share("map50_95"), share("recall"), share("precision"),
                       time);
  }
  return fmt::format(fmt::runtime(console.Say({"{}@{}: accuracy {} (95 % between {} and {}) in {}.\n",
                                               "{}@{}：准确率 {}（95% 置信区间 {} 至 {}），用时 {}。\n"})),
                     project.name, number, share("accuracy"), share("accuracy_low"), share("accuracy_high"), time) +
         DescribeSuspects(console, project, result.at("suspects").as_array());
}

/// A file of weights to start from is kept as a blob, whose hash takes its place: the job does not depend on the file.
Status KeepWeights(Installation& installation, json::object& given) {
  EASEL_ASSIGN(const std::string start, GetStringOr(given, "start", "auto"));
  if (start == "auto" || start == "nothing" || start == "shipped" || Hash::FromHex(start)) return {};
  EASEL_ASSIGN(const Bytes file, ReadFile(start));
  auto tensors = graph::ParseSafetensors(file);
  if (!tensors) {
    if (tensors.error().item.empty()) tensors.error().item = start;
    return std::unexpected(std::move(tensors).error());
  }
  EASEL_ASSIGN(const Hash hash, installation.blobs->Put(file));
  given["start"] = hash.Hex();
  return {};
}

}  // namespace

void AddTrainCommand(CommandLine& line) {
  auto project_name = std::make_shared<std::string>();
  auto given = std::make_shared<json::object>();
  CLI::App* train = line.Add(&line.app, "train", {"Train a model", "训练模型"}, [=](Session& session) -> Status {
    store::Catalog& catalog = *session.installation.catalog;
    EASEL_TRY(KeepWeights(session.installation, *given));
    EASEL_ASSIGN(const store::Project project, catalog.projects().Find(*project_name));
    EASEL_ASSIGN(const OptionValues options,
                 OptionValues::Parse(training::TrainOptionsOf(project.task), *given));
    EASEL_ASSIGN(const store::Job job, catalog.jobs().Add("train", project.id, {{"options", options.ToJson()}}));
    EASEL_ASSIGN(const store::Job ended, RunJob(session, job));
    const json::object& result = ended.result;
    session.console.Result(result, Describe(session.console, project, result));
    return {};
  });
  train->add_option("project", *project_name, line.Say({"Project", "项目"}))->required();
  AddOptions(line, train, training::TrainOptions(), given);
  // Those of the other tasks; a name that is there already means the same.
  std::vector<OptionDeclaration> others;
  for (const std::span<const OptionDeclaration> task : {training::DetectionOptions(), training::SoundOptions()}) {
    for (const OptionDeclaration& option : task) {
      const auto is_known = [&](const auto& list) {
        return std::ranges::find(list, option.name, &OptionDeclaration::name) != std::ranges::end(list);
      };
      if (!is_known(training::TrainOptions()) && !is_known(others)) others.push_back(option);
    }
  }
  AddOptions(line, train, others, given);
}

}  // namespace easel::cmd
