#include <fmt/format.h>

#include <cstdio>

#include "base/log.h"
#include "cmd/easel/command.h"
#include "server/server.h"
#include "workflow/supervisor.h"

namespace easel::cmd {
namespace {

/// Says where the server is at once: what starts it waits for this line.
void Announce(const Console& console, const server::Server& running) {
  json::object document{{"listening", running.url()}};
  std::string text = fmt::format(fmt::runtime(console.Say({"Easel listens on {}\n", "Easel 已启动：{}\n"})), running.url());
  if (const std::string link = running.setup_link(); !link.empty()) {
    document["setup"] = link;
    text += fmt::format(fmt::runtime(console.Say({"Choose your password here (works once): {}\n",
                                                  "请在此设置密码（仅可使用一次）：{}\n"})), link);
  }
  console.Result(document, text);
}

Status Serve(Session& session, const json::object& given) {
  Installation& installation = session.installation;
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(server::ServerOptions(), given));
  const server::ServerParts parts{.catalog = *installation.catalog,
                                  .blobs = *installation.blobs,
                                  .decoder = *installation.decoder,
                                  .clock = *installation.clock,
                                  .home = installation.places.home,
                                  .studio = installation.places.studio,
                                  .version = EASEL_VERSION};
  EASEL_ASSIGN(const auto running, server::Server::Start(parts, options));
  running->CatchSignals();
  const workflow::WorkerCommand worker{.program = workflow::WorkerProgram(), .arguments = {}};
  EASEL_ASSIGN(const auto supervisor,
               workflow::Supervisor::Start(worker, static_cast<int>(options.Integer("workers"))));
  Announce(session.console, *running);
  running->Wait();
  return {};
}

}  // namespace

void AddServeCommand(CommandLine& line) {
  auto options = std::make_shared<json::object>();
  CLI::App* serve = line.Add(&line.app, "serve", {"Serve the studio and the HTTP API", "启动工作台和 HTTP API"},
                             [=](Session& session) { return Serve(session, *options); });
  AddOptions(line, serve, server::ServerOptions(), options);
}

}  // namespace easel::cmd
