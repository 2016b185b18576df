#include "dataset/import/layout.h"

#include "dataset/import/entry_path.h"

namespace easel::dataset {

Result<int64_t> ForEachEntry(Source& source, const SourceLimits& limits, Progress& progress,
                             const std::function<Status(const std::string& path)>& visit) {
  int64_t entries = 0;
  while (true) {
    EASEL_ASSIGN(const std::optional<Entry> entry, source.Next());
    if (!entry) return entries;
    if (++entries > limits.max_entries) {
      return Fail(ErrorKind::kResources, "too-many-entries",
                  {"There are more than " + std::to_string(limits.max_entries) + " files.",
                   "文件数量超过 " + std::to_string(limits.max_entries) + " 个。"},
                  {"Import them in several parts.", "请分成几部分导入。"});
    }
    if (entries % 1024 == 0 && progress.IsCancelled()) return Cancelled();
    if (!entry->refusal && !IsHidden(entry->path)) EASEL_TRY(visit(entry->path));
  }
}

}  // namespace easel::dataset
