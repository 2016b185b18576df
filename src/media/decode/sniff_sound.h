#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "media/decode/decoder.h"

namespace easel::media {

/// The kind of recording that the first bytes announce, whatever the file's name; nothing for pictures and
/// all else. At most 16 bytes are looked at, so this is safe in any process. An announcement is no promise:
/// "sound-broken" may follow.
std::optional<SoundFormat> SniffSound(std::span<const std::byte> bytes);

}  // namespace easel::media
