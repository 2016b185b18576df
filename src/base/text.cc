#include "base/text.h"

namespace easel {

Language ChooseLanguage(std::string_view preferences) {
  const size_t zh = preferences.find("zh");
  const size_t en = preferences.find("en");
  return zh < en ? Language::kChinese : Language::kEnglish;
}

}  // namespace easel
