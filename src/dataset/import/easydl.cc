#include "dataset/import/easydl.h"

#include "base/json.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

Result<std::string> FirstName(std::string_view text) {
  EASEL_ASSIGN(const json::value document, ParseJson(text, {}));
  const json::object* object = document.if_object();
  if (object == nullptr) {
    return Fail(ErrorKind::kBadInput, {}, {"It must hold an object.", "内容必须是一个对象。"});
  }
  EASEL_ASSIGN(const json::array* labels, GetArray(*object, "labels"));
  if (labels->empty()) return std::string();
  const json::object* label = labels->front().if_object();
  if (label == nullptr) {
    return Fail(ErrorKind::kBadInput, {}, {"Each label must be an object.", "每个标签必须是一个对象。"});
  }
  return GetString(*label, "name");
}

}  // namespace

Result<std::string> ParseEasydlLabel(std::string_view text, std::string_view file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Result<std::string> name = FirstName(text);
  if (name) return name;
  return Fail(ErrorKind::kBadInput, "label-file-invalid",
              {"The label file cannot be used. " + name.error().message.en,
               "标注文件无法使用。" + name.error().message.zh},
              {"It should look like {\"labels\": [{\"name\": \"cat\"}]}.",
               "正确格式示例：{\"labels\": [{\"name\": \"猫\"}]}。"},
              std::string(file));
}

bool LooksLikeEasydl(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const Result<json::value> document = ParseJson(text, {});
  return document && document->is_object() && document->get_object().contains("labels");
}

}  // namespace easel::dataset
