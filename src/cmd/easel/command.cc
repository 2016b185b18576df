#include "cmd/easel/command.h"

#include <charconv>
#include <csignal>
#include <fmt/format.h>

#include "workflow/supervisor.h"

namespace easel::cmd {
namespace {

volatile std::sig_atomic_t interrupted = 0;

}  // namespace

CLI::App* CommandLine::Add(CLI::App* parent, const std::string& name, const Text& help,
                           std::function<Status(Session&)> chosen) {
  CLI::App* command = parent->add_subcommand(name, Say(help));
  command->callback([this, chosen = std::move(chosen)] { action = chosen; });
  return command;
}

namespace {

/// As a user types it; empty where there is nothing to say.
std::string DefaultOf(const OptionDeclaration& option) {
  const json::value& value = option.fallback;
  if (value.is_double()) return fmt::format("{}", value.as_double());
  if (const json::string* const text = value.if_string()) return std::string(*text);
  return value.is_null() || value.is_bool() ? "" : json::serialize(value);
}

}  // namespace

void AddOptions(const CommandLine& line, CLI::App* command, std::span<const OptionDeclaration> declarations,
                std::shared_ptr<json::object> values) {
  for (const OptionDeclaration& option : declarations) {
    std::string help = line.Say(option.help);
    if (!option.choices.empty()) {
      help += " [";
      for (const std::string& choice : option.choices) help += (help.back() == '[' ? "" : "|") + choice;
      help += "]";
    }
    if (const std::string value = DefaultOf(option); !value.empty()) {
      help += " (" + line.Say({"default ", "默认 "}) + value + ")";
    }
    CLI::Option* const added =
        option.type == OptionType::kFlag
            ? command->add_flag_function("--" + option.name,
                                         [values, name = option.name](int64_t) { (*values)[name] = true; }, help)
            : command->add_option_function<std::string>(
                  "--" + option.name, [values, name = option.name](const std::string& text) { (*values)[name] = text; }, help);
    if (option.when) {
      added->group(line.Say({"Only with --", "仅用于 --"}) + option.when->option + " " + option.when->value);
    }
  }
}

::easel::Result<ModelName> ParseModelName(const std::string& text) {
  const size_t at = text.rfind('@');
  ModelName name{.project = text.substr(0, at)};
  if (at == std::string::npos) return name;
  const char* first = text.data() + at + 1;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(first, last, name.number);
  if (error != std::errc() || end != last || name.number < 1) {
    return Fail(ErrorKind::kUsage, "model-name-invalid",
                {"A model is named PROJECT or PROJECT@NUMBER.", "模型的写法是“项目名”或“项目名@编号”。"},
                {"For example shoes@2.", "例如 shoes@2。"}, text);
  }
  return name;
}

::easel::Result<store::Job> RunJob(Session& session, const store::Job& job) {
  Installation& installation = session.installation;
  std::signal(SIGINT, [](int) { interrupted = 1; });
  const workflow::WorkerCommand worker{.program = workflow::WorkerProgram(), .arguments = {}};
  auto ended = workflow::RunAndFollow(
      *installation.catalog, worker, job.id, *installation.clock,
      [&](const store::Job& state) { session.console.Watch(state); }, [] { return interrupted != 0; });
  session.console.EndWatch();
  if (!ended) return std::unexpected(std::move(ended).error());
  if (ended->state == store::JobState::kCancelled) return Cancelled();
  if (ended->state == store::JobState::kFailed) {
    EASEL_ASSIGN(Error error, ErrorFromStored(ended->error));
    return std::unexpected(std::move(error));
  }
  return std::move(*ended);
}

}  // namespace easel::cmd
