#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>

#include "base/file.h"

namespace easel::store {
namespace {

constexpr int kBusyMillis = 10'000;

struct ResetOnExit {
  sqlite3_stmt* statement;
  ~ResetOnExit() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

std::unexpected<Error> Damaged(const std::filesystem::path& path) {
  return Fail(ErrorKind::kInternal, "catalog-damaged",
              {"The catalog file is damaged.", "目录数据库文件已损坏。"},
              {"Restore EASEL_HOME from a backup; check the disk.", "请从备份恢复 EASEL_HOME，并检查磁盘。"},
              path.string());
}

}  // namespace

bool Row::IsNull(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

int64_t Row::Int(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<int64_t> Row::OptionalInt(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}

double Row::Double(int column) const { return sqlite3_column_double(statement_, column); }

std::string Row::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

Hash Row::Digest(int column) const {
  Hash hash;
  const void* bytes = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
  if (size == hash.bytes.size()) std::memcpy(hash.bytes.data(), bytes, size);
  return hash;
}

Result<json::object> Row::Object(int column) const {
  EASEL_ASSIGN(json::value value, ParseJson(Text(column), sqlite3_column_name(statement_, column)));
  if (!value.is_object()) return Damaged(sqlite3_db_filename(sqlite3_db_handle(statement_), nullptr));
  return std::move(value.as_object());
}

Result<std::unique_ptr<Database>> Database::Open(const std::filesystem::path& path) {
  std::unique_ptr<Database> database(new Database(path));
  // SQLite would create it readable by everybody, and it holds the password's hash. The descriptor has to be
  // closed before SQLite opens the file: closing any descriptor of it drops the locks that the process holds
  // on it (POSIX), and another process would take itself for the last user and delete the log that this one
  // goes on using.
  if (FileDescriptor created(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)); !created.valid()) {
    return FailErrno("open", path.string(), errno);
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(path.c_str(), &database->connection_, flags, nullptr) != SQLITE_OK) {
    return database->Failure();
  }
  sqlite3_busy_timeout(database->connection_, kBusyMillis);
  EASEL_TRY(database->RunScript(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
      "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"));
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(connection_);
}

Result<int64_t> Database::Run(std::string_view sql, Values values) {
  const std::lock_guard lock(mutex_);
  EASEL_TRY(Visit(sql, values, [](const Row&) { return Status{}; }));
  return sqlite3_changes64(connection_);
}

Status Database::RunScript(std::string_view sql) {
  const std::lock_guard lock(mutex_);
  if (sqlite3_exec(connection_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return Failure();
  return {};
}

Status Database::Visit(std::string_view sql, Values values, const std::function<Status(const Row&)>& visit) {
  const std::lock_guard lock(mutex_);
  // A full disk makes SQLite undo the whole transaction by itself; what follows must not be kept on its own.
  if (depth_ > 0 && sqlite3_get_autocommit(connection_) != 0) {
    return Fail(ErrorKind::kInternal, "transaction-undone",
                {"An earlier step failed, so nothing was saved.", "前面的步骤失败，未保存任何内容。"},
                {"Try again.", "请重试。"});
  }
  EASEL_ASSIGN(sqlite3_stmt* const statement, Prepare(sql));
  const ResetOnExit reset{statement};
  EASEL_TRY(Bind(statement, values));
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return Failure();
    EASEL_TRY(visit(Row(statement)));
  }
}

Result<sqlite3_stmt*> Database::Prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    return Failure();
  }
  statements_.emplace(sql, statement);
  return statement;
}

Status Database::Bind(sqlite3_stmt* statement, Values values) {
  int index = 0;
  for (const Value& value : values) {
    ++index;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<int64_t>(&value.get())) {
      code = sqlite3_bind_int64(statement, index, *number);
    } else if (const auto* real = std::get_if<double>(&value.get())) {
      code = sqlite3_bind_double(statement, index, *real);
    } else if (const auto* text = std::get_if<std::string_view>(&value.get())) {
      // A null pointer would bind NULL instead of the empty text.
      code = sqlite3_bind_text64(statement, index, text->empty() ? "" : text->data(), text->size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<std::span<const std::byte>>(&value.get())) {
      code = sqlite3_bind_blob64(statement, index, bytes->data(), bytes->size(), SQLITE_STATIC);
    }
    if (code != SQLITE_OK) return Failure();
  }
  return {};
}

Status Database::Begin() {
  EASEL_TRY(Run(depth_ == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT nested"));
  ++depth_;
  return {};
}

Status Database::Commit() {
  EASEL_TRY(Run(depth_ == 1 ? "COMMIT" : "RELEASE nested"));
  --depth_;
  return {};
}

void Database::Undo() {
  if (sqlite3_get_autocommit(connection_) == 0) {
    // Nothing can be done about a failure here; the next statement meets and reports it.
    (void)RunScript(depth_ == 1 ? "ROLLBACK" : "ROLLBACK TO nested; RELEASE nested");
  }
  --depth_;
}

std::unexpected<Error> Database::Failure() const {
  const int extended = sqlite3_extended_errcode(connection_);
  const std::string item = path_.string();
  switch (extended & 0xff) {
    case SQLITE_FULL:
      return FailErrno("write", item, ENOSPC);
    case SQLITE_NOMEM:
      return FailErrno("work", item, ENOMEM);
    case SQLITE_READONLY:
      return FailErrno("write", item, EROFS);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (const int number = sqlite3_system_errno(connection_); number != 0) {
        return FailErrno("use the catalog", item, number);
      }
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Damaged(path_);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Fail(ErrorKind::kResources, "catalog-busy",
                  {"Another program keeps the catalog busy.", "其他程序正在占用目录数据库。"},
                  {"Wait a moment and try again.", "请稍等片刻后重试。"}, item);
    case SQLITE_CONSTRAINT:
      if (extended == SQLITE_CONSTRAINT_FOREIGNKEY) {
        return Fail(ErrorKind::kConflict, "deleted-meanwhile",
                    {"What this belongs to does not exist, or was deleted meanwhile.",
                     "所属的内容不存在，或已被删除。"},
                    {"Reload and try again.", "请刷新后重试。"});
      }
      break;
    default:
      break;
  }
  const std::string reason = sqlite3_errmsg(connection_);
  return Fail(ErrorKind::kInternal, "catalog-error",
              {"The catalog failed: " + reason + ".", "目录数据库出错：" + reason + "。"},
              {"Try again; if it persists, report it.", "请重试；若仍失败，请反馈该问题。"}, item);
}

}  // namespace easel::store
