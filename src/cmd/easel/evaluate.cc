#include <fmt/format.h>

#include "cmd/easel/command.h"
#include "evaluation/report.h"

namespace easel::cmd {
namespace {

std::string Describe(const Console& console, const json::object& report, bool sounds) {
  const json::object& metrics = report.at("metrics").as_object();
  const Text summary = sounds ? Text{"{} recordings, accuracy {}, macro F1 {}.\n", "共 {} 段录音，准确率 {}，宏平均 F1 {}。\n"}
                              : Text{"{} pictures, accuracy {}, macro F1 {}.\n", "共 {} 张图片，准确率 {}，宏平均 F1 {}。\n"};
  std::string text = fmt::format(
      fmt::runtime(console.Say(summary)),
      report.at("items").to_number<int64_t>(), Percent(metrics.at("accuracy").to_number<double>()),
      Percent(metrics.at("macro_f1").to_number<double>()));
  for (const json::value& value : report.at("per_class").as_array()) {
    const json::object& row = value.as_object();
    text += fmt::format("  {:>8}  {:>8}  {:>5}  {}\n", Percent(row.at("precision").to_number<double>()),
                        Percent(row.at("recall").to_number<double>()), row.at("support").to_number<int64_t>(),
                        std::string_view(row.at("name").as_string()));
  }
  const json::value* groups = report.if_contains("groups");
  if (groups == nullptr) return text;
  text += console.Say({"Per group (accuracy, how many):\n", "各分组（准确率、数量）：\n"});
  for (const json::value& value : groups->as_array()) {
    const json::object& row = value.as_object();
    text += fmt::format("  {:>8}  {:>5}  {}\n", Percent(row.at("accuracy").to_number<double>()),
                        row.at("items").to_number<int64_t>(), std::string_view(row.at("name").as_string()));
  }
  return text;
}

std::string DescribeDetection(const Console& console, const json::object& report) {
  const json::object& metrics = report.at("metrics").as_object();
  const auto share = [](const json::object& row, std::string_view name) {
    const json::value* value = row.if_contains(name);
    return value == nullptr ? std::string("–") : Percent(value->to_number<double>());
  };
  std::string text = fmt::format(
      fmt::runtime(console.Say({"{} pictures, mAP {} at half overlap, {} on average. Precision, recall, mAP per class:\n",
                                "共 {} 张图片，mAP50 {}，mAP50-95 {}。各类别的精确率、召回率、mAP50：\n"})),
      report.at("items").to_number<int64_t>(), share(metrics, "map50"), share(metrics, "map50_95"));
  for (const json::value& value : report.at("per_class").as_array()) {
    const json::object& row = value.as_object();
    text += fmt::format("  {:>8}  {:>8}  {:>8}  {:>5}  {}\n", share(row, "precision"), share(row, "recall"),
                        share(row, "ap50"), row.at("support").to_number<int64_t>(),
                        std::string_view(row.at("name").as_string()));
  }
  return text;
}

}  // namespace

void AddEvaluateCommand(CommandLine& line) {
  auto model_name = std::make_shared<std::string>();
  auto path = std::make_shared<std::string>();
  auto names = std::make_shared<std::string>();
  CLI::App* evaluate = line.Add(
      &line.app, "evaluate", {"Judge a model on labelled pictures or recordings", "用已标注的图片或录音评估模型"}, [=](Session& session) -> Status {
        store::Catalog& catalog = *session.installation.catalog;
        EASEL_ASSIGN(const ModelName name, ParseModelName(*model_name));
        EASEL_ASSIGN(const store::Project project, catalog.projects().Find(name.project));
        EASEL_ASSIGN(const store::Model model, catalog.models().Get(project.id, name.number));
        std::error_code ignored;
        if (!std::filesystem::exists(*path, ignored)) return FailErrno("open", *path, ENOENT);
        EASEL_ASSIGN(const store::Job job,
                     catalog.jobs().Add("evaluate", project.id,
                                        {{"model", model.number},
                                         {"path", std::filesystem::absolute(*path).string()},
                                         {"names", *names}}));
        EASEL_ASSIGN(const store::Job ended, RunJob(session, job));
        if (project.task == store::kDetection) {
          const json::value document = Localise(ended.result, session.console.language());
          session.console.Result(document, DescribeDetection(session.console, document.as_object()));
          return {};
        }
        EASEL_ASSIGN(const evaluation::Report report, evaluation::Report::FromStored(ended.result));
        const json::object document = report.ToJson(session.console.language());
        session.console.Result(document, Describe(session.console, document, project.task == store::kSound));
        return {};
      });
  evaluate->add_option("model", *model_name, line.Say({"PROJECT or PROJECT@NUMBER", "项目名或项目名@编号"}))->required();
  evaluate->add_option("path", *path, line.Say({"Folder or archive: a folder per class, a table, or pictures with their boxes", "文件夹或压缩包：每类一个文件夹、标注表格，或带标注框的图片"}))
      ->required();
  evaluate->add_option("--names", *names,
                       line.Say({"What the names of the files say, as for data import", "文件名的含义，同 data import"}));
}

}  // namespace easel::cmd
