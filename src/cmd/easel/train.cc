#include <fmt/format.h>

#include "cmd/easel/command.h"
#include "training/options.h"

namespace easel::cmd {

void AddTrainCommand(CommandLine& line) {
  auto project_name = std::make_shared<std::string>();
  auto given = std::make_shared<json::object>();
  CLI::App* train = line.Add(&line.app, "train", {"Train a model", "训练模型"}, [=](Session& session) -> Status {
    store::Catalog& catalog = *session.installation.catalog;
    EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(training::TrainOptions(), *given));
    EASEL_ASSIGN(const store::Project project, catalog.projects().Find(*project_name));
    EASEL_ASSIGN(const store::Job job, catalog.jobs().Add("train", project.id, {{"options", options.ToJson()}}));
    EASEL_ASSIGN(const store::Job ended, RunJob(session, job));
    const json::object& result = ended.result;
    const json::object& metrics = result.at("metrics").as_object();
    session.console.Result(
        result, fmt::format(fmt::runtime(session.console.Say(
                                {"{}@{}: accuracy {} (95 % between {} and {}) in {}.\n",
                                 "{}@{}：准确率 {}（95% 置信区间 {} 至 {}），用时 {}。\n"})),
                            project.name, result.at("version").to_number<int>(),
                            Percent(metrics.at("accuracy").to_number<double>()),
                            Percent(metrics.at("accuracy_low").to_number<double>()),
                            Percent(metrics.at("accuracy_high").to_number<double>()),
                            Duration(result.at("seconds").to_number<double>())));
    return {};
  });
  train->add_option("project", *project_name, line.Say({"Project", "项目"}))->required();
  AddOptions(line, train, training::TrainOptions(), given);
}

}  // namespace easel::cmd
