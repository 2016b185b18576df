#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "base/result.h"
#include "media/decode/decoder.h"

namespace easel::media {

/// The format that the first bytes announce; nothing when they announce none that Easel reads.
std::optional<ImageFormat> SniffFormat(std::span<const std::byte> bytes);

/// Decodes in this very process. Only easel-decoder, tests and fuzzers call this: everybody else uses a
/// Decoder, which keeps the codecs' bugs in a process that can do no harm. `max_seconds` and `max_memory` are
/// not enforced here; memory that cannot be had is "image-too-large".
Result<DecodedImage> DecodeInProcess(std::span<const std::byte> bytes, const DecodeRequest& request,
                                     const DecodeLimits& limits);

/// One format each; the bytes have the format's signature already. Called by DecodeInProcess.
Result<DecodedImage> DecodeJpeg(std::span<const std::byte> bytes, const DecodeRequest& request,
                                const DecodeLimits& limits);
Result<DecodedImage> DecodePng(std::span<const std::byte> bytes, const DecodeLimits& limits);
Result<DecodedImage> DecodeWebp(std::span<const std::byte> bytes, const DecodeLimits& limits);
Result<DecodedImage> DecodeBmp(std::span<const std::byte> bytes, const DecodeLimits& limits);

}  // namespace easel::media
