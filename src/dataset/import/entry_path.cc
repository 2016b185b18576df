#include "dataset/import/entry_path.h"

#include <iconv.h>

#include <algorithm>
#include <array>

namespace easel::dataset {
bool IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80   ? 1
                          : lead < 0xC2 ? 0
                          : lead < 0xE0 ? 2
                          : lead < 0xF0 ? 3
                          : lead < 0xF5 ? 4
                                        : 0;
    if (length == 0 || i + length > text.size()) return false;
    for (size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    const auto second = static_cast<unsigned char>(length > 1 ? text[i + 1] : 0);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += length;
  }
  return true;
}

bool IsAmbiguous(std::string_view utf8) {
  return std::ranges::none_of(utf8, [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }) &&
         std::ranges::any_of(utf8, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::optional<std::string> FromGb18030(std::string_view text) {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string out(text.size() * 3 + 4, '\0');  // four bytes of UTF-8 come from two of GB18030 at least
  char* in = const_cast<char*>(text.data());   // iconv does not write there
  char* to = out.data();
  size_t in_left = text.size();
  size_t out_left = out.size();
  const bool done =
      iconv(converter, &in, &in_left, &to, &out_left) != static_cast<size_t>(-1) && in_left == 0;
  iconv_close(converter);
  if (!done) return std::nullopt;
  out.resize(out.size() - out_left);
  return out;
}

std::optional<std::string> ToUtf8(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (IsUtf8(text)) return std::string(text);
  return FromGb18030(text);
}

std::optional<std::string> CleanPath(std::string_view path) {
  if (path.empty() || path.size() > 4096 || path.find('\0') != std::string_view::npos) return std::nullopt;
  if (path[0] == '/' || path[0] == '\\') return std::nullopt;
  std::string out;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find_first_of("/\\", begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") return std::nullopt;
    if (!out.empty()) out += '/';
    out += part;
  }
  const bool has_drive = out.size() > 1 && out[1] == ':';
  if (out.empty() || has_drive) return std::nullopt;
  return out;
}

bool IsHidden(std::string_view path) {
  const std::string name = LowerCase(FileName(path));
  return path.starts_with('.') || path.find("/.") != std::string_view::npos || path.starts_with("__MACOSX") ||
         path.find("/__MACOSX") != std::string_view::npos || name == "thumbs.db" || name == "desktop.ini";
}

std::string_view FileName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view FolderOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view StemOf(std::string_view path) {
  const size_t dot = FileName(path).rfind('.');
  return dot == std::string_view::npos ? path : path.substr(0, path.size() - FileName(path).size() + dot);
}

size_t CommonFolders(std::string_view a, std::string_view b) {
  const size_t length = std::min(a.size(), b.size());
  size_t count = 0;
  for (size_t i = 0; i < length && a[i] == b[i]; ++i) count += a[i] == '/';
  return count;
}

std::string LowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::string ExtensionOf(std::string_view path) {
  const std::string_view name = FileName(path);
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : LowerCase(name.substr(dot + 1));
}

bool HasPictureExtension(std::string_view path) {
  static constexpr std::array<std::string_view, 18> kExtensions = {
      "jpg", "jpeg", "jpe",  "jfif", "png",  "webp", "bmp", "dib", "gif",
      "tif", "tiff", "heic", "heif", "avif", "jp2",  "jxl", "ico", "psd"};
  return std::ranges::find(kExtensions, ExtensionOf(path)) != kExtensions.end();
}

bool HasSoundExtension(std::string_view path) {
  static constexpr std::array<std::string_view, 19> kExtensions = {
      "wav",  "wave", "flac", "ogg",  "oga", "opus", "mp3", "m4a", "aac", "aif",
      "aiff", "aifc", "w64",  "rf64", "caf", "au",   "wma", "amr", "mp4"};
  return std::ranges::find(kExtensions, ExtensionOf(path)) != kExtensions.end();
}

}  // namespace easel::dataset
