#include "store/releases.h"

#include <algorithm>

#include "store/database.h"

namespace easel::store {
namespace {

constexpr std::string_view kSelect = "SELECT suffix, project, model, live, open, updated FROM releases ";

Result<Release> ReadRelease(const Row& row) {
  return Release{.suffix = row.Text(0),
                 .project = row.Int(1),
                 .model = static_cast<int>(row.Int(2)),
                 .live = row.Int(3) != 0,
                 .open = row.Int(4) != 0,
                 .updated = row.Int(5)};
}

Result<ReleaseEvent> ReadEvent(const Row& row) {
  return ReleaseEvent{.action = row.Text(0), .model = static_cast<int>(row.Int(1)), .at = row.Int(2)};
}

Result<std::optional<Release>> FindRow(Database& database, std::string_view suffix) {
  return database.One(std::string(kSelect) + "WHERE suffix = ?", {suffix}, ReadRelease);
}

/// Stores the release's new state and what led to it; returns it.
Result<Release> Store(Database& database, const Release& release, std::string_view action) {
  EASEL_TRY(database.Run(
      "INSERT INTO releases (suffix, project, model, live, open, updated) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (suffix) DO UPDATE SET model = excluded.model, live = excluded.live, open = "
      "excluded.open, "
      "updated = excluded.updated",
      {release.suffix, release.project, release.model, release.live, release.open, release.updated}));
  EASEL_TRY(database.Run("INSERT INTO release_events (suffix, action, model, at) VALUES (?, ?, ?, ?)",
                         {release.suffix, action, release.model, release.updated}));
  return release;
}

Status CheckSuffix(std::string_view suffix) {
  const bool plain = std::ranges::all_of(suffix, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (plain && !suffix.empty() && suffix.size() <= 40) return {};
  return Fail(ErrorKind::kUsage, "suffix-invalid",
              {"An address suffix has 1 to 40 of the characters a–z, 0–9, '_' and '-'.",
               "地址后缀须为 1–40 个字符，只能使用 a–z、0–9、“_”和“-”。"},
              {"Choose another suffix.", "请换一个后缀。"}, std::string(suffix));
}

/// The models that went live and were not rolled back, oldest first; the last is the present one.
std::vector<int> LiveModels(std::span<const ReleaseEvent> history) {
  std::vector<int> models;
  for (const ReleaseEvent& event : history) {
    if (event.action == "rollback") {
      models.pop_back();
    } else if (event.action != "unpublish" && (models.empty() || models.back() != event.model)) {
      models.push_back(event.model);
    }
  }
  return models;
}

}  // namespace

Result<Release> Releases::Publish(std::string_view suffix, ProjectId project, int model, bool open) {
  EASEL_TRY(CheckSuffix(suffix));
  return database_.Transact([&]() -> Result<Release> {
    EASEL_ASSIGN(const std::optional<Release> known, FindRow(database_, suffix));
    if (known && known->project != project) {
      return Fail(ErrorKind::kConflict, "suffix-taken",
                  {"This address suffix belongs to another project.", "该地址后缀已被其他项目占用。"},
                  {"Choose another suffix.", "请换一个后缀。"}, std::string(suffix));
    }
    const bool live = known && known->live;
    if (live && known->model == model && known->open == open) return *known;
    const Release release{.suffix = std::string(suffix),
                          .project = project,
                          .model = model,
                          .live = true,
                          .open = open,
                          .updated = clock_.WallMillis()};
    return Store(database_, release, live ? "update" : "publish");
  });
}

Result<Release> Releases::Unpublish(std::string_view suffix) {
  return database_.Transact([&]() -> Result<Release> {
    EASEL_ASSIGN(Release release, Find(suffix));
    if (!release.live) return release;
    release.live = false;
    release.updated = clock_.WallMillis();
    return Store(database_, release, "unpublish");
  });
}

Result<Release> Releases::RollBack(std::string_view suffix) {
  return database_.Transact([&]() -> Result<Release> {
    EASEL_ASSIGN(Release release, Find(suffix));
    EASEL_ASSIGN(const std::vector<ReleaseEvent> history, History(suffix));
    const std::vector<int> models = LiveModels(history);
    if (models.size() < 2) {
      return Fail(ErrorKind::kConflict, "nothing-to-roll-back",
                  {"No other model was live here before.", "此前没有发布过其他模型。"},
                  {"Publish the model that you want instead.", "请直接发布您想要的模型。"},
                  std::string(suffix));
    }
    release.model = models[models.size() - 2];
    release.live = true;
    release.updated = clock_.WallMillis();
    return Store(database_, release, "rollback");
  });
}

Result<Release> Releases::Find(std::string_view suffix) {
  EASEL_ASSIGN(std::optional<Release> release, FindRow(database_, suffix));
  if (!release) {
    return Fail(ErrorKind::kNotFound, "release-unknown",
                {"Nothing was published under this address.", "该地址下没有发布过模型。"},
                {"Check the address, or publish a model under it.", "请检查地址，或将模型发布到该地址。"},
                std::string(suffix));
  }
  return std::move(*release);
}

Result<std::vector<Release>> Releases::List() {
  return database_.All(std::string(kSelect) + "ORDER BY suffix", {}, ReadRelease);
}

Result<std::vector<Release>> Releases::OfProject(ProjectId project) {
  return database_.All(std::string(kSelect) + "WHERE project = ? ORDER BY suffix", {project}, ReadRelease);
}

Result<std::vector<ReleaseEvent>> Releases::History(std::string_view suffix) {
  return database_.All("SELECT action, model, at FROM release_events WHERE suffix = ? ORDER BY id", {suffix},
                       ReadEvent);
}

}  // namespace easel::store
