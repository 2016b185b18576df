#include <fmt/format.h>

#include "base/file.h"
#include "cmd/easel/command.h"
#include "media/augment/augmentation.h"
#include "server/augmentation_sheet.h"

namespace easel::cmd {
namespace {

struct PreviewArguments {
  std::string project;
  std::string file;
  std::string item;
  server::SheetRequest request;
  std::shared_ptr<json::object> options = std::make_shared<json::object>();
};

/// The item that `text` means: a hash, or the name of a picture, of which the first counts.
::easel::Result<Hash> ItemOf(store::Items& items, store::ProjectId project, const std::string& text) {
  if (const auto hash = Hash::FromHex(text)) return *hash;
  std::optional<Hash> found;
  EASEL_TRY(items.ForEach(project, [&](const store::Item& item) -> Status {
    if (!found && item.name == text) found = item.hash;
    return {};
  }));
  if (found) return *found;
  return Fail(ErrorKind::kNotFound, "picture-unknown",
              {"There is no such picture in this project.", "项目中没有该图片。"},
              {"Give the name that the picture was imported with, or its hash.",
               "请使用图片导入时的名称或其哈希值。"},
              text);
}

Status Preview(Session& session, const PreviewArguments& arguments) {
  Installation& installation = session.installation;
  store::Catalog& catalog = *installation.catalog;
  EASEL_ASSIGN(const OptionValues options,
               OptionValues::Parse(media::AugmentationOptions(), *arguments.options));
  EASEL_ASSIGN(const store::Project project, catalog.projects().Find(arguments.project));
  server::SheetRequest request = arguments.request;
  if (!arguments.item.empty()) {
    EASEL_ASSIGN(request.item, ItemOf(catalog.items(), project.id, arguments.item));
  }
  EASEL_ASSIGN(const Bytes jpeg, server::AugmentationSheet(catalog, *installation.blobs,
                                                           *installation.decoder, project, options, request));
  EASEL_TRY(WriteFileDurably(arguments.file, jpeg));
  session.console.Result(
      json::object{{"file", arguments.file}},
      fmt::format(fmt::runtime(session.console.Say({"Wrote {}.\n", "已写入 {}。\n"})), arguments.file));
  return {};
}

}  // namespace

void AddPreviewCommand(CommandLine& line, CLI::App* group) {
  auto arguments = std::make_shared<PreviewArguments>();
  CLI::App* preview = line.Add(
      group, "preview",
      {"Draw what a network learns from: pictures, and how they are changed at random (train --mode full)",
       "绘制网络实际学习的图片：原图及其随机变化（train --mode full）"},
      [=](Session& session) { return Preview(session, *arguments); });
  preview->add_option("project", arguments->project, line.Say({"Project", "项目"}))->required();
  preview->add_option("-o,--output", arguments->file, line.Say({"JPEG to write", "输出的 JPEG 文件"}))
      ->required();
  preview->add_option("--item", arguments->item,
                      line.Say({"Name or hash of the picture to show; otherwise one of each of three classes",
                                "要显示的图片名称或哈希值；默认从三个类别各取一张"}));
  preview
      ->add_option("--side", arguments->request.side,
                   line.Say({"Pixels of a view", "每个视图的边长（像素）"}))
      ->check(CLI::Range(32, 512))
      ->capture_default_str();
  preview
      ->add_option("--seed", arguments->request.seed,
                   line.Say({"Another one draws other variations", "换一个种子会得到另一组变化"}))
      ->check(CLI::Range(0, INT32_MAX))
      ->capture_default_str();
  AddOptions(line, preview, media::AugmentationOptions(), arguments->options);
}

}  // namespace easel::cmd
