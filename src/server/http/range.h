#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.h"

/// Parts of files, as players and download tools ask for them (RFC 9110, sections 13 and 14).
namespace easel::server::http {

/// The bytes that a Range header asks for.
struct ByteRange {
  int64_t begin = 0;
  int64_t length = 0;

  bool operator==(const ByteRange&) const = default;
};

/// What a Range header means for something of `size` bytes.
struct RangeAnswer {
  std::optional<ByteRange> part;  ///< to be sent with 206; nothing: all of it with 200
  bool unsatisfiable = false;     ///< 416: the range lies behind the end
};

/// Of a single range of bytes. Other units, several ranges and what is not proper are passed over, as the RFC
/// allows.
RangeAnswer ReadRange(std::string_view header, int64_t size);

/// A file that never changes under its `tag` (with its quotes), or the part of it that the request wants:
/// 200, 206, 304 or 416. `size` is that of the file.
Response FileResponse(const Request& request, std::filesystem::path path, int64_t size, std::string_view tag,
                      std::string content_type);

}  // namespace easel::server::http
