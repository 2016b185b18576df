#include "store/migrations.h"

#include "store/database.h"

namespace easel::store {

Status Migrate(Database& database) {
  EASEL_ASSIGN(const std::optional<int64_t> found, database.One("PRAGMA user_version", {}, ReadInt));
  const auto scripts = Migrations();
  auto version = static_cast<size_t>(found.value_or(0));
  if (version > scripts.size()) {
    return Fail(ErrorKind::kRefused, "catalog-too-new",
                {"These data were written by a newer Easel.", "这些数据由更新版本的 Easel 写入。"},
                {"Install that version again, or choose another EASEL_HOME.",
                 "请重新安装该版本，或更换 EASEL_HOME 目录。"},
                database.path().string());
  }
  for (; version < scripts.size(); ++version) {
    const Status step = database.Transact([&]() -> Status {
      EASEL_TRY(database.RunScript(scripts[version]));
      return database.RunScript("PRAGMA user_version = " + std::to_string(version + 1));
    });
    if (!step) return step;
  }
  return {};
}

}  // namespace easel::store
