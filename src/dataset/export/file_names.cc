#include "dataset/export/file_names.h"

#include "dataset/import/entry_path.h"
#include "media/decode/sniff_sound.h"

namespace easel::dataset {

std::string SafeName(std::string_view name) {
  constexpr size_t kMaxBytes = 120;
  constexpr std::string_view kRefused = "/\\:*?\"<>|";
  std::string out;
  for (const char c : name) {
    const bool refused =
        static_cast<unsigned char>(c) < 0x20 || c == 0x7F || kRefused.find(c) != std::string_view::npos;
    out += refused ? '_' : c;
  }
  if (out.size() > kMaxBytes) {
    const std::string extension(out.substr(StemOf(out).size()).substr(0, 10));
    size_t end = kMaxBytes - extension.size();
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    out = out.substr(0, end) + extension;
  }
  if (out.starts_with('.')) out[0] = '_';
  while (out.ends_with('.') || out.ends_with(' ')) out.pop_back();
  // "__MACOSX" is taken for a system's folder by importers, this one included.
  if (out.empty() || out.starts_with("__MACOSX")) out = "_" + out;
  return out;
}

std::string_view PictureExtension(std::span<const std::byte> content) {
  const std::string_view head(reinterpret_cast<const char*>(content.data()),
                              std::min<size_t>(content.size(), 12));
  if (head.starts_with("\xFF\xD8")) return "jpg";
  if (head.starts_with("\x89PNG")) return "png";
  if (head.starts_with("RIFF") && head.ends_with("WEBP")) return "webp";
  return head.starts_with("BM") ? "bmp" : "";
}

std::string_view SoundExtension(std::span<const std::byte> content) {
  switch (media::SniffSound(content).value_or(media::SoundFormat::kWav)) {
    case media::SoundFormat::kFlac:
      return "flac";
    case media::SoundFormat::kOgg:
      return "ogg";
    case media::SoundFormat::kMp3:
      return "mp3";
    case media::SoundFormat::kM4a:
      return "m4a";
    default:
      return "wav";
  }
}

std::string UniqueNames::Take(const std::string& path) {
  std::string candidate = path;
  for (int n = 2; !taken_.insert(LowerCase(candidate)).second; ++n) {
    const std::string_view stem = StemOf(path);
    candidate = std::string(stem) + "-" + std::to_string(n) + path.substr(stem.size());
  }
  return candidate;
}

}  // namespace easel::dataset
