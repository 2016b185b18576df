#include "dataset/import/labelled_items.h"

#include "dataset/import/entry_path.h"
#include "dataset/import/import.h"
#include "dataset/import/plan.h"

namespace easel::dataset {

Result<int64_t> ForEachLabelledBatch(const std::filesystem::path& path, const OptionValues& options,
                                     std::string_view task, Progress& progress,
                                     const std::function<Status(std::vector<LabelledItem> batch)>& visit) {
  const ImportLimits limits;
  EASEL_ASSIGN(const Plan plan, MakePlan(path, options, task, limits.source, progress));
  EASEL_ASSIGN(const std::unique_ptr<Source> source, plan.open());
  int64_t unread = 0;
  int64_t entries = 0;
  std::vector<LabelledItem> batch;
  size_t bytes = 0;
  while (true) {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(const std::optional<Entry> entry, source->Next());
    if (!entry) break;
    ++entries;
    const bool is_item =
        !entry->refusal && !IsHidden(entry->path) && plan.layout->RoleOf(entry->path) == EntryRole::kItem;
    if (!is_item) continue;
    const Layout::Assignment assignment = plan.layout->Assign(entry->path);
    EASEL_ASSIGN(Result<Bytes> content, source->Read());
    if (!content || !assignment.is_labelled) {
      ++unread;
      continue;
    }
    bytes += content->size();
    const auto boxes = [layout = plan.layout.get(), item = entry->path](PictureSize size) {
      BoxFaults faults;
      return layout->BoxesOf(item, size, faults);
    };
    const auto segments = [layout = plan.layout.get(), item = entry->path](double seconds) {
      BoxFaults faults;
      return layout->SegmentsOf(item, seconds, faults);
    };
    batch.push_back(
        {entry->path, assignment.class_name, assignment.group, std::move(*content), boxes, segments});
    if (batch.size() < limits.batch_entries && bytes < limits.batch_bytes) continue;
    EASEL_TRY(visit(std::exchange(batch, {})));
    bytes = 0;
    progress.Report("evaluate", {"Evaluating", "正在评估"}, entries, plan.layout->entries());
  }
  if (!batch.empty()) EASEL_TRY(visit(std::move(batch)));
  return unread;
}

}  // namespace easel::dataset
