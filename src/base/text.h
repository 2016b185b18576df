#pragma once

#include <string>
#include <string_view>

namespace easel {

/// The languages in which Easel speaks to people.
enum class Language { kEnglish, kChinese };

/// One sentence for a person, in every language. Both are always filled in.
struct Text {
  std::string en;
  std::string zh;

  const std::string& In(Language language) const { return language == Language::kChinese ? zh : en; }
  bool empty() const { return en.empty(); }
  bool operator==(const Text&) const = default;
};

/// The first language of `preferences` that Easel speaks: an `Accept-Language` header ("zh-CN,zh;q=0.9") or a
/// locale name ("zh_CN.UTF-8"). English when none is.
Language ChooseLanguage(std::string_view preferences);

}  // namespace easel
