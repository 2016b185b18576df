#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "media/codecs/sound_file.h"

namespace easel::media {

/// MPEG-4 audio files (AAC, Apple Lossless) and AAC without a container, read by FFmpeg's libraries. As
/// OpenSndfile.
std::unique_ptr<SoundFile> OpenM4a(std::span<const std::byte> bytes);

}  // namespace easel::media
