#pragma once

#include <spdlog/spdlog.h>

namespace easel {

/// Where the program's log goes: stderr, one line per event, never secrets nor the query of a URL.
/// Call once in main; `level` is one of spdlog's names ("info", "debug", "warn").
void StartLog(const std::string& program, const std::string& level);

}  // namespace easel
