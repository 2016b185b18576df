#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

namespace easel::dataset {

/// A name that any system can unpack: no separators, control characters or characters that Windows refuses,
/// no leading dot and no trailing dot or blank; at most 120 bytes, cut between characters; "_" for nothing.
std::string SafeName(std::string_view name);

/// The extension that the content calls for ("jpg", "png", "webp", "bmp"), by its first bytes; "" when
/// unknown.
std::string_view PictureExtension(std::span<const std::byte> content);

/// Likewise of a recording ("wav", "flac", "ogg", "mp3", "m4a").
std::string_view SoundExtension(std::span<const std::byte> content);

/// Hands out names that differ even where case does not count: "a.jpg", "a-2.jpg", …
class UniqueNames {
 public:
  std::string Take(const std::string& path);

 private:
  std::unordered_set<std::string> taken_;  ///< in lower case
};

}  // namespace easel::dataset
