#include <fmt/format.h>

#include "cmd/easel/command.h"

namespace easel::cmd {
namespace {

json::object ToJson(const store::Job& job, Language language) {
  json::object out{{"id", job.id}, {"kind", job.kind}, {"state", store::JobStateName(job.state)}, {"attempt", job.attempt},
                   {"created", job.created}};
  if (!job.progress.empty()) out["progress"] = Localise(job.progress, language);
  if (job.state == store::JobState::kDone) out["result"] = Localise(job.result, language);
  if (const auto error = ErrorFromStored(job.error)) out["error"] = ErrorToJson(*error, language);
  return out;
}

}  // namespace

void AddJobsCommands(CommandLine& line) {
  CLI::App* group = line.app.add_subcommand("jobs", line.Say({"See and cancel jobs", "查看和取消任务"}));
  group->require_subcommand(1);

  line.Add(group, "list", {"List jobs, newest first", "列出任务，最新在前"}, [](Session& session) -> Status {
    EASEL_ASSIGN(const auto jobs, session.installation.catalog->jobs().List(0, 100));
    json::array document;
    std::string text;
    for (const store::Job& job : jobs) {
      document.push_back(ToJson(job, session.console.language()));
      text += fmt::format("{:>6}  {:<9} {}\n", job.id, store::JobStateName(job.state), job.kind);
    }
    session.console.Result(document, text);
    return {};
  });

  auto id = std::make_shared<store::JobId>(0);
  CLI::App* show = line.Add(group, "show", {"Show a job", "查看任务"}, [=](Session& session) -> Status {
    EASEL_ASSIGN(const store::Job job, session.installation.catalog->jobs().Get(*id));
    const json::object document = ToJson(job, session.console.language());
    session.console.Result(document, json::serialize(document) + "\n");
    return {};
  });
  show->add_option("id", *id, line.Say({"Number of the job", "任务编号"}))->required();

  CLI::App* follow = line.Add(group, "follow", {"Work on a job here, or watch it, until it ends", "执行或跟踪任务直到结束"},
                              [=](Session& session) -> Status {
    EASEL_ASSIGN(const store::Job job, session.installation.catalog->jobs().Get(*id));
    EASEL_ASSIGN(const store::Job ended, RunJob(session, job));
    const json::object document = ToJson(ended, session.console.language());
    session.console.Result(document, json::serialize(document) + "\n");
    return {};
  });
  follow->add_option("id", *id, line.Say({"Number of the job", "任务编号"}))->required();

  CLI::App* cancel = line.Add(group, "cancel", {"Ask a job to stop", "取消任务"}, [=](Session& session) -> Status {
    EASEL_TRY(session.installation.catalog->jobs().RequestCancel(*id));
    EASEL_ASSIGN(const store::Job job, session.installation.catalog->jobs().Get(*id));
    session.console.Result(ToJson(job, session.console.language()), session.console.Say({"Asked to stop.\n", "已请求取消。\n"}));
    return {};
  });
  cancel->add_option("id", *id, line.Say({"Number of the job", "任务编号"}))->required();
}

}  // namespace easel::cmd
