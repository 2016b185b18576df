#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/options.h"
#include "base/progress.h"
#include "base/result.h"
#include "dataset/import/layout.h"
#include "dataset/import/source.h"

namespace easel::dataset {

/// What to read and how it is labelled.
struct Plan {
  std::unique_ptr<Layout> layout;
  std::function<Result<std::unique_ptr<Source>>()> open;  ///< the source from its start, each time
};

/// What the items of a project of this task are.
Medium MediumOf(std::string_view task);

/// Finds out what `path` is and surveys it for labels of the task. `options` are those of ImportOptions.
/// Errors: "path-unknown", "format-unknown", "format-unfit" (for the task), "class-name-invalid" (of the
/// option `label`), "name-pattern-invalid", and those of the survey.
Result<Plan> MakePlan(const std::filesystem::path& path, const OptionValues& options, std::string_view task,
                      const SourceLimits& limits, Progress& progress);

}  // namespace easel::dataset
