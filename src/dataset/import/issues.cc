#include "dataset/import/issues.h"

#include <utility>

namespace easel::dataset {
namespace {

Error Issue(std::string code, Text message, Text hint, std::string entry) {
  return {ErrorKind::kBadInput, std::move(code), std::move(message), std::move(hint), std::move(entry)};
}

}  // namespace

Error UnsafePath(std::string entry) {
  return Issue(
      "unsafe-path",
      {"This is not a plain file inside the folder or archive (an absolute name, a \"..\" or a link); it was "
       "not touched.",
       "该条目不是文件夹或压缩包内的普通文件（绝对路径、“..”或链接），已忽略。"},
      {"Pack them again as plain files.", "请作为普通文件重新打包。"}, std::move(entry));
}

Error SymlinkSkipped(std::string entry) {
  return Issue("symlink-skipped", {"Symbolic links are not followed.", "不会跟随符号链接。"},
               {"Copy the file itself into the folder.", "请将文件本身复制到文件夹中。"}, std::move(entry));
}

Error HiddenSkipped(std::string entry) {
  return Issue("hidden-skipped", {"Hidden or system file, left out.", "隐藏文件或系统文件，已跳过。"}, {},
               std::move(entry));
}

Error NotAPicture(std::string entry) {
  return Issue("not-a-picture", {"This file is not a picture; left out.", "该文件不是图片，已跳过。"},
               {"Pictures are JPEG, PNG, WebP or BMP files.", "支持 JPEG、PNG、WebP 和 BMP 图片。"},
               std::move(entry));
}

Error NotASound(std::string entry) {
  return Issue("not-a-sound", {"This file is not a sound; left out.", "该文件不是声音文件，已跳过。"},
               {"Sounds are WAV, FLAC, OGG, Opus or MP3 files.", "支持 WAV、FLAC、OGG、Opus 和 MP3 文件。"},
               std::move(entry));
}

Error SoundTruncated(std::string entry) {
  return Issue("sound-truncated",
               {"The file breaks off before its end; what there is of it was imported.",
                "文件不完整，已导入可读取的部分。"},
               {"Copy it again from where it was recorded.", "请从原始位置重新复制该文件。"},
               std::move(entry));
}

Error SoundNotNumbers(std::string entry, int64_t samples) {
  const std::string count = std::to_string(samples);
  return Issue("sound-not-numbers",
               {count + " samples of this recording are not numbers; they were taken as silence.",
                "此录音中有 " + count + " 个采样不是有效数字，已按静音处理。"},
               {"Record or convert it again.", "请重新录制或转换该文件。"}, std::move(entry));
}

Error SoundAmbiguous(std::string recording) {
  return Issue("sound-ambiguous",
               {"Several recordings are called so, and the labels do not tell which one they mean; they were "
                "not used.",
                "有多个同名录音，无法确定标注属于哪一个，未采用该标注。"},
               {"Give the recordings different names.", "请使用不同的文件名。"}, std::move(recording));
}

Error SoundLabelledTwice(std::string recording) {
  return Issue("labelled-twice",
               {"The label files say different things about this recording; the first was used.",
                "标注文件对此录音的标注不一致，已采用第一份。"},
               {"Keep one label file per recording.", "请为每个录音只保留一份标注。"}, std::move(recording));
}

Error GroupNameInvalid(std::string entry) {
  return Issue(
      "group-name-invalid",
      {"The name of its group is longer than 100 characters or holds control characters; it was imported "
       "without a group.",
       "其分组名称超过 100 个字符或含有控制字符，已作为无分组数据导入。"},
      {"Choose another name for the group.", "请换一个分组名称。"}, std::move(entry));
}

Error FileMissing(std::string entry) {
  return Issue("file-missing",
               {"The table lists this file, but it is not there.", "表格中列出了该文件，但文件不存在。"},
               {"Check the name in the table, or add the file.", "请检查表格中的文件名，或补上该文件。"},
               std::move(entry));
}

Error EntryUnreadable(std::string entry) {
  return Issue("entry-unreadable", {"The file cannot be read.", "无法读取该文件。"},
               {"Check its permissions.", "请检查文件权限。"}, std::move(entry));
}

Error EntryTooLarge(std::string entry) {
  return Issue("entry-too-large", {"The file is too large.", "该文件过大。"},
               {"Save it smaller, or divide it into several files.", "请缩小后保存，或拆分为多个文件。"},
               std::move(entry));
}

Error EntryBroken(std::string entry) {
  return Issue("entry-broken", {"The file is damaged inside the archive.", "压缩包内的该文件已损坏。"},
               {"Pack it again from the original.", "请用原始文件重新打包。"}, std::move(entry));
}

Error LabelMissing(std::string entry) {
  return Issue("label-missing",
               {"No label belongs to this file; it was imported without one.",
                "未找到该文件的标注，已作为未标注数据导入。"},
               {"Label it in the studio.", "请在页面上为其标注。"}, std::move(entry));
}

Error LabelConflict(std::string entry) {
  return Issue("label-conflict",
               {"The same file is in the project with another label, which was kept.",
                "项目中已有同一文件且标注不同，保留了原标注。"},
               {"Look at it and correct its label if needed.", "请查看该文件，必要时修改标注。"},
               std::move(entry));
}

Error PictureMissing(std::string picture) {
  return Issue(
      "picture-missing",
      {"The labels name this picture, but it is not there.", "标注文件中有此图片，但图片不存在。"},
      {"Add the picture, or correct its name in the label file.", "请补上图片，或修改标注文件中的图片名。"},
      std::move(picture));
}

Error PictureAmbiguous(std::string picture) {
  return Issue("picture-ambiguous",
               {"Several pictures are called so, and the labels do not tell which one they mean; all of them "
                "stay unlabelled.",
                "有多张同名图片，无法确定标注属于哪一张；这些图片均保持未标注。"},
               {"Give the pictures different names, or keep each beside its label file.",
                "请使用不同的图片名，或将图片与其标注文件放在一起。"},
               std::move(picture));
}

Error PictureSizeDiffers(std::string picture) {
  return Issue("picture-size-differs",
               {"The picture is not of the size that its label file says; its boxes were taken as they are.",
                "图片尺寸与标注文件不一致；标注框按原坐标导入。"},
               {"Look at its boxes: the picture may have been resized or turned after it was labelled.",
                "请检查其标注框：图片可能在标注后被缩放或旋转。"},
               std::move(picture));
}

Error LabelledTwice(std::string picture, const std::string& kept) {
  return Issue("labelled-twice",
               {"Several label files have different boxes for this picture; those of " + kept + " were used.",
                "多个标注文件中此图片的标注框不同，已采用 " + kept + " 中的标注。"},
               {"Keep one label file per picture.", "请为每张图片只保留一份标注。"}, std::move(picture));
}

Error NoBoxes() {
  return Issue("no-boxes", {"The label files do not hold a single box.", "标注文件中没有任何标注框。"},
               {"Check that the right label files were packed, or draw boxes in the studio.",
                "请检查是否打包了正确的标注文件，或在页面上画框。"},
               {});
}

}  // namespace easel::dataset
