#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/types.h"

namespace easel::store {

class Database;

/// What is published under which URL suffix, with its history. Part of Catalog; thread-safe.
class Releases {
 public:
  Releases(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Makes the model live under the suffix, at once and as a whole. A suffix of another project is kConflict
  /// "suffix-taken"; one with other characters than [a-z0-9_-] is kUsage "suffix-invalid". What is live
  /// already is left as it is, without an event.
  Result<Release> Publish(std::string_view suffix, ProjectId project, int model, bool open);
  /// Takes it offline; the history and the suffix stay with the project.
  Result<Release> Unpublish(std::string_view suffix);
  /// Makes the model that was live before the present one live again; again and again it leads to the first
  /// one, as undo does. kConflict "nothing-to-roll-back".
  Result<Release> RollBack(std::string_view suffix);
  /// kNotFound "release-unknown".
  Result<Release> Find(std::string_view suffix);
  Result<std::vector<Release>> List();
  Result<std::vector<Release>> OfProject(ProjectId project);
  /// Oldest first.
  Result<std::vector<ReleaseEvent>> History(std::string_view suffix);

 private:
  Database& database_;
  const Clock& clock_;
};

}  // namespace easel::store
