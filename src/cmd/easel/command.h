#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "base/options.h"
#include "base/progress.h"
#include "cmd/easel/console.h"
#include "cmd/installation.h"

namespace easel::cmd {

/// What a command runs with.
struct Session {
  Installation& installation;
  Console& console;
};

/// The command line while it is being built: each command stores what it would do in `action`, main does it.
struct CommandLine {
  CLI::App& app;
  Language language;
  std::function<Status(Session&)> action;

  const std::string& Say(const Text& text) const { return text.In(language); }
  /// A sub-command of `parent` that runs `action` when it is chosen.
  CLI::App* Add(CLI::App* parent, const std::string& name, const Text& help,
                std::function<Status(Session&)> chosen);
};

/// One flag per declaration; the given ones are collected in `values` for OptionValues::Parse.
void AddOptions(const CommandLine& line, CLI::App* command, std::span<const OptionDeclaration> declarations,
                std::shared_ptr<json::object> values);

/// "shoes" or "shoes@3": the project and the model number (0: the newest).
struct ModelName {
  std::string project;
  int number = 0;
};
::easel::Result<ModelName> ParseModelName(const std::string& text);

/// Runs a job to its end by a worker process, showing its progress; Ctrl-C cancels it. The error of a job that failed or
/// was cancelled is the command's.
::easel::Result<store::Job> RunJob(Session& session, const store::Job& job);

void AddProjectCommands(CommandLine& line);
void AddDataCommands(CommandLine& line);
/// Of the group "data".
void AddPreviewCommand(CommandLine& line, CLI::App* group);
void AddTrainCommand(CommandLine& line);
void AddEvaluateCommand(CommandLine& line);
void AddPredictCommand(CommandLine& line);
void AddPublishCommands(CommandLine& line);
void AddServeCommand(CommandLine& line);
void AddJobsCommands(CommandLine& line);
void AddAccessCommands(CommandLine& line);
void AddDoctorCommand(CommandLine& line);

}  // namespace easel::cmd
