#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "media/image.h"

namespace easel::media {

enum class ImageFormat { kJpeg, kPng, kWebp, kBmp };

/// What a picture costs at most. Checked from the header before anything is allocated; memory and time are
/// enforced by the kernel on the decoder process.
struct DecodeLimits {
  int64_t max_pixels = 50'000'000;      ///< width × height as stored
  size_t max_bytes = size_t{64} << 20;  ///< of the encoded file
  size_t max_memory = size_t{1} << 30;  ///< address space of a decoder process, bytes
  int max_seconds = 10;                 ///< wall time for one picture
};

/// How large the result has to be. A JPEG is decoded at the smallest of the scales 1/8, 1/4, 1/2 and 1 whose
/// shorter side, rounded up, is at least `min_side`; 0 means full size. (libjpeg-turbo has fast code for
/// these scales only: 7/8 takes twice the time of 1.) Other formats are always decoded in full.
struct DecodeRequest {
  int min_side = 0;
};

/// A picture and what its file said.
struct DecodedImage {
  Image image;
  ImageFormat format = ImageFormat::kJpeg;
  int stored_width = 0;  ///< upright size of the full picture
  int stored_height = 0;
};

/// Turns untrusted bytes into pixels. JPEG (grey, YCbCr, CMYK/YCCK), PNG (all colour types, 1–16 bits,
/// alpha), WebP (first frame) and BMP; the format is told by the content, never by a name. Errors:
/// "image-empty", "image-unknown-format", "image-too-large", "image-broken" (truncated or damaged),
/// "image-too-slow": all kBadInput, with a hint; `item` is left empty for the caller to fill.
/// Thread-safe; as many pictures are decoded at a time as there are decoder processes.
class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual Result<DecodedImage> Decode(std::span<const std::byte> bytes, const DecodeRequest& request) = 0;
};

/// Decodes in child processes (`program`, the easel-decoder binary) that have no files, no network and hard
/// limits; one that dies costs its picture only and is replaced. See media/codecs/sandbox.h for what they may
/// do. `processes` ≥ 1 are started on demand and end with the object.
std::unique_ptr<Decoder> MakeSandboxedDecoder(std::filesystem::path program, int processes,
                                              DecodeLimits limits = {});

/// The easel-decoder beside the running executable.
std::filesystem::path DecoderProgram();

}  // namespace easel::media
