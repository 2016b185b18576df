#include <fmt/format.h>

#include "cmd/easel/command.h"

namespace easel::cmd {
namespace {

json::object ToJson(const store::Project& project) {
  return {{"name", project.name}, {"task", project.task}, {"created", project.created}};
}

}  // namespace

void AddProjectCommands(CommandLine& line) {
  CLI::App* group = line.app.add_subcommand("project", line.Say({"Create, list and delete projects", "创建、列出和删除项目"}));
  group->require_subcommand(1);

  auto name = std::make_shared<std::string>();
  auto task = std::make_shared<std::string>();
  CLI::App* create = line.Add(group, "create", {"Create a project", "创建项目"}, [=](Session& session) -> Status {
    EASEL_ASSIGN(const store::Project project, session.installation.catalog->projects().Create(*name, *task));
    session.console.Result(ToJson(project), fmt::format(fmt::runtime(session.console.Say(
                                                {"Created {}.\n", "已创建 {}。\n"})), project.name));
    return {};
  });
  create->add_option("name", *name, line.Say({"Name of the project", "项目名称"}))->required();
  create->add_option("--task", *task, line.Say({"What the model shall do [image-classification|object-detection|sound-classification]",
                                            "模型任务 [image-classification|object-detection|sound-classification]"}))
      ->required();

  line.Add(group, "list", {"List the projects", "列出项目"}, [](Session& session) -> Status {
    EASEL_ASSIGN(const auto projects, session.installation.catalog->projects().List());
    json::array document;
    std::string text;
    for (const store::Project& project : projects) {
      document.push_back(ToJson(project));
      text += fmt::format("{}  {}\n", project.name, project.task);
    }
    session.console.Result(document, text);
    return {};
  });

  auto doomed = std::make_shared<std::string>();
  CLI::App* remove = line.Add(group, "delete", {"Delete a project with its data and models", "删除项目及其数据和模型"},
                              [=](Session& session) -> Status {
    store::Catalog& catalog = *session.installation.catalog;
    EASEL_ASSIGN(const store::Project project, catalog.projects().Find(*doomed));
    EASEL_TRY(catalog.projects().Delete(project.id));
    session.console.Result(json::object{{"deleted", project.name}},
                           fmt::format(fmt::runtime(session.console.Say({"Deleted {}.\n", "已删除 {}。\n"})), project.name));
    return {};
  });
  remove->add_option("name", *doomed, line.Say({"Name of the project", "项目名称"}))->required();
}

}  // namespace easel::cmd
