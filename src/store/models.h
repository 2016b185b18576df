#pragma once

#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// Data versions and the models trained on them. Part of Catalog; thread-safe.
class Models {
 public:
  Models(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// The version with this manifest: the existing one when the data has not changed, else the next number.
  Result<Version> FreezeVersion(ProjectId project, const Hash& manifest, int64_t items);
  Result<std::vector<Version>> Versions(ProjectId project);

  /// Adds a model under the next number. A job adds one model at most: the second call with the same `job`
  /// returns the first's.
  Result<Model> Add(ProjectId project, JobId job, int version, const Hash& bundle, const Hash& report,
                    const json::object& summary);
  /// The newest when `number` is 0; kNotFound "model-unknown" (hint: train first).
  Result<Model> Get(ProjectId project, int number = 0);
  Result<std::vector<Model>> List(ProjectId project);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace easel::store
