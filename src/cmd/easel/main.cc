#include <cstdlib>
#include <exception>

#include "base/log.h"
#include "cmd/easel/command.h"

namespace easel::cmd {
namespace {

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  return value != nullptr ? value : "";
}

Language PreferredLanguage() {
  for (const char* name : {"EASEL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string value = FromEnvironment(name); !value.empty()) return ChooseLanguage(value);
  }
  return Language::kEnglish;
}

Error UsageError(const CLI::ParseError& error) {
  return {ErrorKind::kUsage, "usage", {error.what(), error.what()},
          {"See easel --help.", "请查看 easel --help。"}, ""};
}

int Run(int argc, char** argv) {
  const Language language = PreferredLanguage();
  CLI::App app(Text{"Easel: make models from your own photos and sounds.", "Easel：用自己的照片和录音制作模型。"}.In(language), "easel");
  CommandLine line{app, language, {}};
  bool json = false;
  app.add_flag("--json", json, line.Say({"Print one JSON document on stdout", "在标准输出打印一个 JSON 文档"}));
  app.set_version_flag("--version", EASEL_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  AddProjectCommands(line);
  AddDataCommands(line);
  AddTrainCommand(line);
  AddEvaluateCommand(line);
  AddPredictCommand(line);
  AddPublishCommands(line);
  AddServeCommand(line);
  AddJobsCommands(line);
  AddAccessCommands(line);
  AddDoctorCommand(line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    for (int i = 1; i < argc; ++i) json = json || std::string_view(argv[i]) == "--json";
    return Console(json, language).Failure(UsageError(error));
  }
  Console console(json, language);
  Result<Installation> installation = Installation::Open(FindPlaces());
  if (!installation) return console.Failure(installation.error());
  Session session{*installation, console};
  const Status status = line.action(session);
  return status ? 0 : console.Failure(status.error());
}

}  // namespace
}  // namespace easel::cmd

int main(int argc, char** argv) {
  try {
    easel::StartLog("easel", "info");
    return easel::cmd::Run(argc, argv);
  } catch (const std::exception& bug) {
    spdlog::critical("internal error: {}", bug.what());
    return 1;
  }
}
