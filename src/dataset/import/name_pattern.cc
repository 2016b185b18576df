#include "dataset/import/name_pattern.h"

#include <algorithm>
#include <utility>

#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

std::unexpected<Error> Invalid(std::string_view text, Text why) {
  return Fail(ErrorKind::kUsage, "name-pattern-invalid",
              {"This is no pattern of file names: " + why.en + ".", "文件名模式无效：" + why.zh + "。"},
              {"Write for example {class}_{group}_{number}.", "例如：{class}_{group}_{number}。"},
              std::string(text));
}

}  // namespace

Result<NamePattern> NamePattern::Parse(std::string_view text) {
  NamePattern out;
  bool useful = false;
  std::string* literal = &out.before_;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t brace = rest.find_first_of("{}");
    literal->append(rest.substr(0, brace));
    if (brace == std::string_view::npos) break;
    const size_t end = rest.find('}', brace);
    if (rest[brace] == '}' || end == std::string_view::npos) {
      return Invalid(text, {"its braces do not match", "花括号不匹配"});
    }
    if (!out.parts_.empty() && literal->empty()) {
      return Invalid(text, {"two parts in braces touch each other", "两个花括号之间没有分隔"});
    }
    const std::string_view field = rest.substr(brace + 1, end - brace - 1);
    out.has_group_ = out.has_group_ || field == "group";
    useful = useful || field == "class" || field == "group";
    literal = &out.parts_.emplace_back(std::string(field), "").after;
    rest.remove_prefix(end + 1);
  }
  if (!useful) {
    return Invalid(text, {"it has neither {class} nor {group}", "既没有 {class} 也没有 {group}"});
  }
  out.depth_ = static_cast<size_t>(std::ranges::count(text, '/'));
  return out;
}

std::optional<NamePattern::Match> NamePattern::Find(std::string_view path) const {
  std::string_view rest = StemOf(path);
  const auto folders = static_cast<size_t>(std::ranges::count(rest, '/'));
  if (folders < depth_) return std::nullopt;
  for (size_t i = depth_; i < folders; ++i) rest.remove_prefix(rest.find('/') + 1);
  if (!rest.starts_with(before_)) return std::nullopt;
  rest.remove_prefix(before_.size());
  Match match;
  for (const Part& part : parts_) {
    const bool is_last = &part == &parts_.back();
    const size_t end = is_last ? (rest.ends_with(part.after) ? rest.size() - part.after.size() : rest.npos)
                               : rest.find(part.after, 1);
    if (end == rest.npos || end == 0) return std::nullopt;
    const std::string_view found = rest.substr(0, end);
    if (found.find('/') != found.npos) return std::nullopt;
    if (part.field == "class") match.class_name = found;
    if (part.field == "group") match.group = found;
    rest.remove_prefix(end + part.after.size());
  }
  return match;
}

}  // namespace easel::dataset
