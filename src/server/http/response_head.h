#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/http/message.h"

namespace easel::server::http {

/// The status line and header fields of a response, with the empty line. `length` is that of the body;
/// without one the body lasts until the connection is closed. Adds what every response has: the headers that
/// keep a browser from running, framing or leaking what is ours. A field with a line break in it is our bug:
/// std::logic_error.
std::string FormatHead(const Response& response, std::optional<int64_t> length, bool keep_alive);

/// The registered phrase of a status ("Not Found").
std::string_view ReasonOf(int status);

}  // namespace easel::server::http
