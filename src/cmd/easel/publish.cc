#include <fmt/format.h>

#include "cmd/easel/command.h"
#include "publish/releases.h"

namespace easel::cmd {
namespace {

json::object ToJson(const store::Release& release, const std::string& project) {
  return {{"suffix", release.suffix}, {"project", project},   {"model", release.model},
          {"live", release.live},     {"open", release.open}, {"updated", release.updated}};
}

Status Show(Session& session, const store::Release& release) {
  EASEL_ASSIGN(const store::Project project, session.installation.catalog->projects().Get(release.project));
  const Text text = release.live ? Text{"{} answers with {}@{}.\n", "{} 现在使用 {}@{}。\n"}
                                 : Text{"{} is offline ({}@{}).\n", "{} 已下线（{}@{}）。\n"};
  session.console.Result(ToJson(release, project.name), fmt::format(fmt::runtime(session.console.Say(text)),
                                                                    release.suffix, project.name, release.model));
  return {};
}

}  // namespace

void AddPublishCommands(CommandLine& line) {
  auto model_name = std::make_shared<std::string>();
  auto suffix = std::make_shared<std::string>();
  auto open = std::make_shared<bool>(false);
  CLI::App* publish = line.Add(&line.app, "publish", {"Make a model live as an HTTP API", "把模型发布为 HTTP API"},
                               [=](Session& session) -> Status {
    Installation& installation = session.installation;
    EASEL_ASSIGN(const ModelName name, ParseModelName(*model_name));
    EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Find(name.project));
    EASEL_ASSIGN(const store::Release release,
                 publish::Publish(*installation.catalog, *installation.blobs, *installation.decoder, project,
                                  name.number, *suffix, *open));
    return Show(session, release);
  });
  publish->add_option("model", *model_name, line.Say({"PROJECT or PROJECT@NUMBER", "项目名或项目名@编号"}))->required();
  publish->add_option("--as", *suffix, line.Say({"End of the URL: a-z 0-9 _ -", "URL 后缀：a-z 0-9 _ -"}))->required();
  publish->add_flag("--open", *open, line.Say({"Answer the private-server form without a token", "私有部署接口无需令牌"}));

  CLI::App* unpublish = line.Add(&line.app, "unpublish", {"Take a published model offline", "下线已发布的模型"},
                                 [=](Session& session) -> Status {
    EASEL_ASSIGN(const store::Release release, session.installation.catalog->releases().Unpublish(*suffix));
    return Show(session, release);
  });
  unpublish->add_option("suffix", *suffix, line.Say({"End of the URL", "URL 后缀"}))->required();

  CLI::App* rollback = line.Add(&line.app, "rollback", {"Make the model that was live before live again", "恢复上一个已发布的模型"},
                                [=](Session& session) -> Status {
    EASEL_ASSIGN(const store::Release release, session.installation.catalog->releases().RollBack(*suffix));
    return Show(session, release);
  });
  rollback->add_option("suffix", *suffix, line.Say({"End of the URL", "URL 后缀"}))->required();

  line.Add(&line.app, "releases", {"List what is published", "列出已发布的模型"}, [](Session& session) -> Status {
    store::Catalog& catalog = *session.installation.catalog;
    EASEL_ASSIGN(const auto releases, catalog.releases().List());
    json::array document;
    std::string text;
    for (const store::Release& release : releases) {
      EASEL_ASSIGN(const store::Project project, catalog.projects().Get(release.project));
      document.push_back(ToJson(release, project.name));
      text += fmt::format("{}  {}@{}  {}\n", release.suffix, project.name, release.model,
                          session.console.Say(release.live ? Text{"live", "在线"} : Text{"offline", "离线"}));
    }
    session.console.Result(document, text);
    return {};
  });
}

}  // namespace easel::cmd
