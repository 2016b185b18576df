#pragma once

#include <cstddef>
#include <span>

namespace easel::media {

/// The orientation, 1–8, that an Exif block tells (TIFF 6.0 header and IFD0; Exif 2.3, tag 0x0112). `exif` is
/// the content of a PNG eXIf or WebP EXIF chunk or of a JPEG APP1 segment, with or without the prefix
/// "Exif\0\0". 1 (upright) when it tells none or is malformed: a wrong turn is no reason to refuse a picture.
int ExifOrientation(std::span<const std::byte> exif);

}  // namespace easel::media
