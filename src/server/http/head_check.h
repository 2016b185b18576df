#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel::server::http {

inline constexpr size_t kMaxHeadBytes = 16 * 1024;

/// Judges the head of a request, from the request line to the empty line (both included), before any parser
/// sees it. Refused (kUsage "request-malformed", the item says which rule) is every shape on which two
/// readers may disagree about where the body ends or whom the request is for (RFC 9112, sections 2.2, 3, 5
/// and 6; RFC 9110, section 7.2):
///  - lines that do not end in CRLF, control characters, folded lines, blanks before a colon, names that are
///  no tokens;
///  - another version than HTTP/1.0 and HTTP/1.1, a target that is not a path ("/…");
///  - Content-Length that is no plain number, given twice, or beside Transfer-Encoding, in any order;
///  - Transfer-Encoding that is anything but the one word "chunked", given twice, or in HTTP/1.0;
///  - no Host in HTTP/1.1, or more than one, or one with characters that no host has.
Status CheckHead(std::string_view head);

}  // namespace easel::server::http
