#include "server/uploads.h"

#include <cerrno>
#include <chrono>
#include <limits>
#include <set>
#include <string>

#include "base/file.h"
#include "base/random.h"
#include "dataset/export/file_names.h"

namespace easel::server {
namespace {

constexpr auto kLeftoverAge = std::chrono::hours(1);

}  // namespace

Result<std::filesystem::path> NameUpload(http::Upload upload, const std::filesystem::path& folder,
                                         std::string_view name) {
  const auto own = folder / RandomHex(16);
  EASEL_TRY(MakeFolders(own));
  const auto path = own / dataset::SafeName(name);
  std::error_code error;
  std::filesystem::rename(upload.path(), path, error);
  if (error) return FailErrno("rename", std::string(name), error.value());
  upload.Keep();
  EASEL_TRY(SyncFolder(own));
  EASEL_TRY(SyncFolder(folder));
  return path;
}

Status SweepUploads(store::Catalog& catalog, const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return {};
  std::set<std::filesystem::path> used;
  EASEL_ASSIGN(const auto jobs, catalog.jobs().List(0, std::numeric_limits<int>::max()));
  for (const store::Job& job : jobs) {
    const json::value* path = job.payload.if_contains("path");
    if (store::IsFinal(job.state) || path == nullptr || !path->is_string()) continue;
    used.insert(std::filesystem::path(std::string_view(path->get_string())).parent_path().filename());
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    std::error_code gone;
    const auto written = entry.last_write_time(gone);
    if (gone || std::filesystem::file_time_type::clock::now() - written < kLeftoverAge) continue;
    if (!used.contains(entry.path().filename())) std::filesystem::remove_all(entry.path(), gone);
  }
  return {};
}

}  // namespace easel::server
