#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cmd/easel/command.h"
#include "dataset/check.h"
#include "dataset/export/export.h"
#include "dataset/grouping.h"
#include "dataset/import/import.h"

namespace easel::cmd {
namespace {

std::string DescribeImport(const Console& console, const json::object& report, bool listens) {
  const auto count = [&](const char* key) { return report.at(key).to_number<int64_t>(); };
  std::string text = fmt::format(
      fmt::runtime(console.Say(
          listens ? Text{"{} recordings added, {} were there already, {} skipped, {} could not be used.\n",
                         "新增 {} 段录音，{} 段已存在，跳过 {} 个文件，{} 段无法使用。\n"}
                  : Text{"{} pictures added, {} were there already, {} skipped, {} could not be used.\n",
                         "新增 {} 张图片，{} 张已存在，跳过 {} 个文件，{} 张无法使用。\n"})),
      count("added"), count("duplicates"), count("skipped"), count("failed"));
  if (const int64_t boxes = count("boxes"); boxes > 0) {
    text += fmt::format(fmt::runtime(console.Say(listens ? Text{"{} segments added.\n", "新增 {} 个片段。\n"}
                                                          : Text{"{} boxes added.\n", "新增 {} 个标注框。\n"})),
                        boxes);
  }
  size_t shown = 0;
  for (const json::value& value : report.at("issues").as_array()) {
    const json::object& issue = value.as_object();
    if (++shown > 20) {
      text += "  …\n";
      break;
    }
    text += fmt::format("  {}: {}\n", std::string_view(issue.at("entry").as_string()),
                        std::string_view(issue.at("message").as_string()));
  }
  return text;
}

Status Import(Session& session, const std::string& project_name, const std::string& path, const json::object& given) {
  Installation& installation = session.installation;
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), given));
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Find(project_name));
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return FailErrno("open", path, ENOENT);
  EASEL_ASSIGN(const store::Job job,
               installation.catalog->jobs().Add("import", project.id,
                                                {{"path", std::filesystem::absolute(path).string()},
                                                 {"options", options.ToJson()}}));
  EASEL_ASSIGN(const store::Job ended, RunJob(session, job));
  const json::value report = Localise(ended.result, session.console.language());
  session.console.Result(report, DescribeImport(session.console, report.as_object(), project.task == store::kSound));
  return {};
}

/// One word of a shell.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

Status Check(Session& session, const std::string& project_name) {
  EASEL_ASSIGN(const store::Project project, session.installation.catalog->projects().Find(project_name));
  EASEL_ASSIGN(const dataset::CheckReport report, dataset::Check(*session.installation.catalog, project.id));
  std::string text;
  for (const store::Class& label : report.classes) {
    text += fmt::format("{:>8}  {}", label.items, label.name);
    if (report.task == store::kDetection) {
      text += fmt::format(fmt::runtime(session.console.Say({" ({} boxes)", "（{} 个标注框）"})), label.boxes);
    }
    text += '\n';
  }
  for (const dataset::Finding& finding : report.findings) {
    const char* mark = finding.severity == dataset::Finding::Severity::kError     ? "✗"
                       : finding.severity == dataset::Finding::Severity::kWarning ? "!"
                                                                                  : "·";
    text += fmt::format("{} {} {}\n", mark, session.console.Say(finding.message), session.console.Say(finding.hint));
    if (!finding.items.empty()) text += fmt::format("    {}\n", fmt::join(finding.items, ", "));
    if (!finding.names.empty())
      text += fmt::format("    easel data group {} --names {}\n", Quoted(project.name), Quoted(finding.names));
  }
  if (report.findings.empty()) text += session.console.Say({"Nothing to object to.\n", "没有发现问题。\n"});
  session.console.Result(report.ToJson(session.console.language()), text);
  return {};
}

Status Group(Session& session, const std::string& project_name, const std::string& names) {
  EASEL_ASSIGN(const store::Project project, session.installation.catalog->projects().Find(project_name));
  EASEL_ASSIGN(const dataset::NamePattern pattern, dataset::NamePattern::Parse(names));
  EASEL_ASSIGN(const dataset::GroupingReport report,
               dataset::GroupByName(*session.installation.catalog, project.id, pattern));
  std::string text = fmt::format(
      fmt::runtime(session.console.Say({"{} of {} items got a group or another one; {} names do not look like that.\n",
                                        "{} / {} 项数据设置了新的分组；{} 个文件名不符合该模式。\n"})),
      report.changed, report.items, report.unmatched);
  for (const auto& [name, items] : report.groups) text += fmt::format("{:>8}  {}\n", items, name);
  if (!report.unmatched_names.empty()) text += fmt::format("  {}\n", fmt::join(report.unmatched_names, ", "));
  session.console.Result(report.ToJson(), text);
  return {};
}

Status Export(Session& session, const std::string& project_name, const std::string& format, const std::string& file) {
  Installation& installation = session.installation;
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Find(project_name));
  NoProgress progress;
  EASEL_TRY(dataset::Export(*installation.catalog, *installation.blobs, project, format, file, progress));
  session.console.Result(json::object{{"file", file}},
                         fmt::format(fmt::runtime(session.console.Say({"Wrote {}.\n", "已写入 {}。\n"})), file));
  return {};
}

}  // namespace

void AddDataCommands(CommandLine& line) {
  CLI::App* group =
      line.app.add_subcommand("data", line.Say({"Import, check, look at and export data", "导入、检查、预览和导出数据"}));
  group->require_subcommand(1);

  auto project = std::make_shared<std::string>();
  auto path = std::make_shared<std::string>();
  auto options = std::make_shared<json::object>();
  CLI::App* import = line.Add(
      group, "import",
      {"Import a folder, a zip/tar archive, a CSV manifest, a picture or a recording",
       "导入文件夹、zip/tar 压缩包、CSV 清单、图片或录音"},
      [=](Session& session) { return Import(session, *project, *path, *options); });
  import->add_option("project", *project, line.Say({"Project", "项目"}))->required();
  import->add_option("path", *path, line.Say({"What to import", "要导入的内容"}))->required();
  AddOptions(line, import, dataset::ImportOptions(), options);

  CLI::App* check = line.Add(group, "check", {"Look for what would spoil a training", "检查会影响训练的问题"},
                             [=](Session& session) { return Check(session, *project); });
  check->add_option("project", *project, line.Say({"Project", "项目"}))->required();

  auto names = std::make_shared<std::string>();
  CLI::App* groups = line.Add(group, "group",
                              {"Set the groups (speakers, machines) that names of files tell", "按文件名设置分组（说话人、设备）"},
                              [=](Session& session) { return Group(session, *project, *names); });
  groups->add_option("project", *project, line.Say({"Project", "项目"}))->required();
  groups
      ->add_option("--names", *names,
                   line.Say({"What the names say, e.g. {class}_{group}_{number}", "文件名的含义，例如 {class}_{group}_{number}"}))
      ->required();

  AddPreviewCommand(line, group);

  auto format = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  CLI::App* out = line.Add(group, "export", {"Write the labelled data to an archive", "把已标注数据导出为压缩包"},
                           [=](Session& session) { return Export(session, *project, *format, *file); });
  out->add_option("project", *project, line.Say({"Project", "项目"}))->required();
  out->add_option("--format", *format, line.Say({"folders; of object detection voc, coco, yolo, easydl, cvat or label-studio; of sounds "
                                               "folders, csv or label-studio",
                                               "folders；物体检测可用 voc、coco、yolo、easydl、cvat 或 label-studio；声音可用 folders、csv 或 "
                                               "label-studio"}));
  out->add_option("-o,--output", *file, line.Say({"Archive to write", "输出文件"}))->required();
}

}  // namespace easel::cmd
