#pragma once

#include <cstddef>
#include <span>

namespace easel::media {

/// How many bytes the tag (ID3v2: title, cover picture …) takes that a recording begins with, 0 without one;
/// may be more than there are. MP3 and FLAC files have it.
size_t Id3Bytes(std::span<const std::byte> bytes);

}  // namespace easel::media
