#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "dataset/import/box_layout.h"
#include "dataset/import/entry_path.h"

namespace {

using namespace easel::dataset;

/// Files out of the fuzzer's text: a line "= path" begins each.
std::vector<std::pair<std::string, std::string>> FilesIn(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> files;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with("= ")) {
      files.emplace_back(line.substr(2), "");
    } else if (!files.empty()) {
      files.back().second.append(line).append("\n");
    }
  }
  return files;
}

class TextSource final : public Source {
 public:
  TextSource(std::vector<std::pair<std::string, std::string>> files, size_t piece)
      : files_(std::move(files)), piece_(piece) {}

  easel::Result<std::optional<Entry>> Next() override {
    while (next_ < files_.size()) {
      if (const auto path = CleanPath(files_[next_++].first); path && IsUtf8(*path)) return Entry{*path, {}};
    }
    return std::nullopt;
  }
  easel::Result<easel::Result<easel::Bytes>> Read() override {
    return easel::Result<easel::Bytes>(easel::Bytes());
  }
  Pieces Stream() override {
    return [this,
            rest = std::string_view(files_[next_ - 1].second)]() mutable -> easel::Result<std::string_view> {
      const std::string_view piece = rest.substr(0, piece_);
      rest.remove_prefix(piece.size());
      return piece;
    };
  }

 private:
  const std::vector<std::pair<std::string, std::string>> files_;
  const size_t piece_;
  size_t next_ = 0;
};

}  // namespace

/// A whole source of label files, of any format: whatever they say, pictures get sound boxes only.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto files = FilesIn({reinterpret_cast<const char*>(data) + 1, size - 1});
  const size_t piece = 1 + data[0] / 10;
  constexpr Format kFormats[] = {Format::kAuto, Format::kFiles, Format::kEasydl, Format::kVoc,
                                 Format::kCoco, Format::kYolo,  Format::kCvat,   Format::kLabelStudio};
  easel::NoProgress progress;
  const auto open = [&]() -> easel::Result<std::unique_ptr<Source>> {
    return std::make_unique<TextSource>(files, piece);
  };
  const auto layout = BoxLayout::Survey(open, {.format = kFormats[data[0] % 8]}, {}, progress);
  if (!layout) return 0;
  for (const auto& [name, text] : files) {
    const auto path = CleanPath(name);
    if (!path || (*layout)->RoleOf(*path) != EntryRole::kItem) continue;
    (void)(*layout)->Assign(*path);
    BoxFaults faults;
    const auto boxes = (*layout)->BoxesOf(*path, {100, 80}, faults);
    if (!boxes) continue;
    for (const auto& [box, label, difficult, crowd] : *boxes) {
      if (label.empty() || !(box.width > 0) || !(box.height > 0) || box.left < 0 || box.top < 0) std::abort();
      // The sum of two doubles may be rounded up.
      if (box.right() > 100 * (1 + 1e-12) || box.bottom() > 80 * (1 + 1e-12)) std::abort();
    }
  }
  return 0;
}
