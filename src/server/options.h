#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/options.h"

namespace easel::server {

/// The options of `easel serve`: listen, studio, max-upload, max-qps, model-memory, workers.
std::span<const OptionDeclaration> ServerOptions();

/// "127.0.0.1:8700", "[::1]:8700", "localhost:0", "8700" (of 127.0.0.1).
struct ListenAddress {
  std::string host;  ///< numeric, without brackets
  uint16_t port = 0;

  bool IsLoopback() const;
  /// As it is written in a URL.
  std::string UrlHost() const;
};
/// kUsage "listen-invalid".
Result<ListenAddress> ParseListen(std::string_view text);

}  // namespace easel::server
