#include "dataset/import/box_format.h"

#include <algorithm>

#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

Format FormatOfXml(std::string_view start) {
  for (size_t at = start.find("<annotation"); at != std::string_view::npos;
       at = start.find("<annotation", at + 1)) {
    const std::string_view rest = start.substr(at + 11);
    if (rest.starts_with('s')) return Format::kCvat;
    if (!rest.empty() && std::string_view(" \t\r\n>/").contains(rest.front())) return Format::kVoc;
  }
  return Format::kFiles;
}

Format FormatOfJson(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
  const auto has = [&](std::string_view key) { return start.contains(key); };
  if (start.starts_with('[')) {
    return has("\"data\"") || has("\"annotations\"") ? Format::kLabelStudio : Format::kFiles;
  }
  if (!start.starts_with('{')) return Format::kFiles;
  if (has("\"images\"") || has("\"annotations\"") || has("\"categories\"")) return Format::kCoco;
  return has("\"labels\"") ? Format::kEasydl : Format::kFiles;
}

}  // namespace

Format BoxFormatOf(std::string_view path, std::string_view start) {
  const std::string extension = ExtensionOf(path);
  if (extension == "xml") return FormatOfXml(start);
  if (extension == "json") return FormatOfJson(start);
  if (IsYoloData(path)) return start.contains("names") ? Format::kYolo : Format::kFiles;
  if (IsYoloClassList(path)) return Format::kYolo;
  return extension == "txt" && LooksLikeYolo(start) ? Format::kYolo : Format::kFiles;
}

bool IsYoloData(std::string_view path) { return ExtensionOf(path) == "yaml" || ExtensionOf(path) == "yml"; }

bool IsYoloClassList(std::string_view path) {
  const std::string extension = ExtensionOf(path);
  return IsYoloData(path) || extension == "names" || extension == "labels" ||
         LowerCase(FileName(path)) == "classes.txt";
}

bool LooksLikeYolo(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  constexpr std::string_view kBlanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  int words = 0;
  for (size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;
       at = line.find_first_not_of(kBlanks)) {
    line.remove_prefix(at);
    const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
    line.remove_prefix(word.size());
    // What is not whole may be the start of a number.
    const bool cut = line.empty() && end == std::string_view::npos;
    const double number = ParseNumber(word);
    if (!(number == number) && !cut && word != "nan" && word != "inf") return false;
    ++words;
  }
  return words >= 5;
}

void BoxFormatVote::Add(std::string_view path, Format format) {
  constexpr int64_t kForAll = 1'000'000'000;
  if (format == Format::kFiles) return;
  const bool for_one = format == Format::kVoc || format == Format::kEasydl || format == Format::kYolo;
  const bool tells_nothing = format == Format::kYolo && IsYoloClassList(path);
  votes_[format] += tells_nothing ? 0 : for_one ? 1 : kForAll;
}

Format BoxFormatVote::Winner() const {
  const auto most = std::ranges::max_element(votes_, {}, [](const auto& vote) { return vote.second; });
  return most == votes_.end() ? Format::kFiles : most->first;
}

}  // namespace easel::dataset
