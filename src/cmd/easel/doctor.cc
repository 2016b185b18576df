#include <fmt/format.h>

#include "base/parallel.h"
#include "cmd/easel/command.h"
#include "media/decode/sandbox_report.h"
#include "runtime/engine.h"
#include "training/deferred.h"
#include "workflow/supervisor.h"

namespace easel::cmd {
namespace {

Status Examine(Session& session) {
  const Places& places = session.installation.places;
  std::error_code ignored;
  const bool has_weights = std::filesystem::exists(places.weights / "efficientnet-lite0.safetensors", ignored) &&
                           std::filesystem::exists(places.weights / "efficientnet-lite2.safetensors", ignored);
  const bool has_studio = std::filesystem::exists(places.studio / "index.html", ignored);
  const bool has_worker = std::filesystem::exists(workflow::WorkerProgram(), ignored);
  const auto sandbox = media::ProbeSandbox(media::DecoderProgram());
  const media::SandboxReport walls = sandbox.value_or(media::SandboxReport{});
  const auto engine = training::LoadEngine();
  const std::string training_engine = engine ? (*engine)->describe() : "";
  const auto space = std::filesystem::space(places.home, ignored);
  const auto free_gib = static_cast<double>(space.available) / (1 << 30);

  const json::object document{{"home", places.home.string()},
                              {"free_gib", free_gib},
                              {"processors", ProcessorCount()},
                              {"engine", runtime::EngineName()},
                              {"training_engine", engine ? json::value(training_engine) : json::value()},
                              {"weights", has_weights},
                              {"studio", has_studio},
                              {"worker", has_worker},
                              {"decoder", sandbox.has_value()},
                              {"sandbox", {{"limits", walls.limits}, {"landlock", walls.landlock}, {"seccomp", walls.seccomp}}}};
  std::string text;
  const auto line = [&](bool good, const Text& what, const std::string& detail) {
    text += fmt::format("{} {}: {}\n", good ? "✓" : "✗", session.console.Say(what), detail);
  };
  line(free_gib > 1, {"Data folder", "数据文件夹"}, fmt::format("{} ({:.1f} GiB)", places.home.string(), free_gib));
  line(true, {"Processors", "处理器"}, std::to_string(ProcessorCount()));
  line(true, {"Engine", "推理引擎"}, runtime::EngineName());
  line(engine.has_value(), {"Training engine", "训练引擎"},
       engine ? training_engine : session.console.Say(engine.error().message));
  line(has_weights, {"Pretrained networks", "预训练网络"}, places.weights.string());
  line(has_studio, {"Studio", "工作台"}, places.studio.string());
  line(has_worker, {"Worker", "工作进程"}, workflow::WorkerProgram().string());
  line(sandbox.has_value(), {"Picture decoder", "图片解码器"},
       fmt::format("limits {}, landlock {}, seccomp {}", walls.limits ? "✓" : "✗", walls.landlock ? "✓" : "✗",
                   walls.seccomp ? "✓" : "✗"));
  const bool complete = has_weights && has_worker && sandbox.has_value();
  if (complete || !session.console.json()) session.console.Result(document, text);
  if (complete) return {};
  return Fail(ErrorKind::kResources, "installation-incomplete", {"Something is missing.", "安装不完整。"},
              {"Run ./quickstart once, or see the lines marked ✗.", "请运行一次 ./quickstart，或查看标有 ✗ 的项目。"});
}

}  // namespace

void AddDoctorCommand(CommandLine& line) {
  line.Add(&line.app, "doctor", {"Check this installation", "检查安装环境"}, Examine);
}

}  // namespace easel::cmd
