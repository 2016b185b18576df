#include "server/studio_files.h"

#include <array>

#include "base/file.h"
#include "base/hash.h"

namespace easel::server {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view TypeOf(const std::filesystem::path& path) {
  for (const auto& [extension, type] : kTypes) {
    if (path.extension() == extension) return type;
  }
  return "application/octet-stream";
}

}  // namespace

Result<StudioFiles> StudioFiles::Open(const std::filesystem::path& folder) {
  StudioFiles studio;
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return studio;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error) || entry.is_symlink(error)) continue;
    EASEL_ASSIGN(const MappedFile content, MappedFile::Open(entry.path()));
    const std::string url = "/" + entry.path().lexically_relative(folder).generic_string();
    studio.files_[url] = {entry.path(), std::string(TypeOf(entry.path())),
                          "\"" + Sha256(content.bytes()).Hex().substr(0, 32) + "\""};
  }
  if (const auto index = studio.files_.find("/index.html"); index != studio.files_.end()) {
    studio.files_["/"] = index->second;
  }
  return studio;
}

Result<http::Response> StudioFiles::Get(const http::Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end()) {
    return Fail(
        ErrorKind::kNotFound, "path-unknown", {"There is nothing at this address.", "该地址不存在。"},
        files_.empty()
            ? Text{"The studio's pages are not installed: build them in web/, or use the API below /api/v1.",
                   "未安装工作台页面：请在 web/ 中构建，或使用 /api/v1 下的接口。"}
            : Text{"Open the studio at /.", "请从 / 打开工作台。"},
        request.path);
  }
  const File& file = found->second;
  http::Response response;
  response.headers.Add("ETag", file.tag);
  response.headers.Add("Cache-Control", request.path.starts_with("/assets/")
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  if (request.headers.Get("If-None-Match") == file.tag) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  response.body = http::FileBody{file.path};
  return response;
}

}  // namespace easel::server
