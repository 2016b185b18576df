#include "store/catalog.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/file.h"
#include "store/database.h"
#include "store/migrations.h"

namespace easel::store {

Result<std::unique_ptr<Catalog>> Catalog::Open(const std::filesystem::path& home, const Clock& clock) {
  EASEL_TRY(MakeFolders(home));
  // Of processes that open a new catalog together, one switches it to WAL and migrates while the others wait.
  const std::filesystem::path lock_path = home / "catalog.lock";
  const FileDescriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) return FailErrno("open", lock_path.string(), errno);
  while (::flock(lock.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return FailErrno("lock", lock_path.string(), errno);
  }
  EASEL_ASSIGN(std::unique_ptr<Database> database, Database::Open(home / "catalog.db"));
  EASEL_TRY(Migrate(*database));
  EASEL_TRY(SyncFolder(home));
  return std::unique_ptr<Catalog>(new Catalog(std::move(database), clock));
}

Catalog::Catalog(std::unique_ptr<Database> database, const Clock& clock)
    : database_(std::move(database)),
      projects_(*database_, clock),
      items_(*database_, clock),
      boxes_(*database_, items_),
      imports_(*database_),
      models_(*database_, clock),
      releases_(*database_, clock),
      jobs_(*database_, clock),
      credentials_(*database_, clock) {}

Catalog::~Catalog() = default;

Status Catalog::Transact(const std::function<Status()>& body) { return database_->Transact(body); }

}  // namespace easel::store
