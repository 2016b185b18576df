#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/message.h"

namespace easel::server {

/// The studio's built web pages: index.html and its hashed assets/. The folder is listed once at the start;
/// only names found then are served, so that no path can lead anywhere else. Constant, thread-safe.
class StudioFiles {
 public:
  /// A folder that does not exist makes a studio without pages: the API works, "/" says how to get them.
  static Result<StudioFiles> Open(const std::filesystem::path& folder);

  /// The file at a URL path, or 304 when the client has it; kNotFound "path-unknown".
  Result<http::Response> Get(const http::Request& request) const;

 private:
  struct File {
    std::filesystem::path path;
    std::string content_type;
    std::string tag;
  };
  std::map<std::string, File, std::less<>> files_;  ///< by URL path
};

}  // namespace easel::server
