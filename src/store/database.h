#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace easel::store {

/// A parameter of a statement. Borrows text and bytes: they must live until the call returns.
class Value {
 public:
  Value(std::nullopt_t) {}
  template <typename T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  Value(T number) : value_(static_cast<int64_t>(number)) {}
  Value(double number) : value_(number) {}
  Value(std::string_view text) : value_(text) {}
  Value(const std::string& text) : value_(std::string_view(text)) {}
  Value(const char* text) : value_(std::string_view(text)) {}
  Value(const Hash& hash) : value_(std::span<const std::byte>(hash.bytes)) {}
  Value(std::optional<int64_t> number) {
    if (number) value_ = *number;
  }

  using Variant = std::variant<std::monostate, int64_t, double, std::string_view, std::span<const std::byte>>;
  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

/// One row of an answer, valid during the visit only. Columns count from 0; a column of another type than
/// asked for is our bug, and the schema's checks keep hashes at 32 bytes.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  bool IsNull(int column) const;
  int64_t Int(int column) const;
  std::optional<int64_t> OptionalInt(int column) const;
  double Double(int column) const;
  std::string Text(int column) const;
  Hash Digest(int column) const;
  Result<json::object> Object(int column) const;

 private:
  sqlite3_stmt* statement_;
};

inline Result<int64_t> ReadInt(const Row& row) { return row.Int(0); }
inline Result<std::string> ReadText(const Row& row) { return row.Text(0); }

/// One SQLite connection: WAL, synchronous=FULL, foreign keys on, up to ten seconds of waiting for another
/// process. Statements are compiled once and kept. Thread-safe: calls take turns, and a transaction keeps the
/// others out. Must not be carried over a fork.
class Database {
 public:
  using Values = std::initializer_list<Value>;

  /// Opens the file, creating it (readable by its owner only) when there is none.
  static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Runs one statement; returns how many rows it changed.
  Result<int64_t> Run(std::string_view sql, Values values = {});
  /// Runs several statements without parameters.
  Status RunScript(std::string_view sql);
  /// Calls `visit` for every row, which must not use this database.
  Status Visit(std::string_view sql, Values values, const std::function<Status(const Row&)>& visit);

  /// All rows, or the first if any; `read` is Result<T>(const Row&).
  template <typename Read, typename T = typename std::invoke_result_t<Read, const Row&>::value_type>
  Result<std::vector<T>> All(std::string_view sql, Values values, Read read) {
    std::vector<T> rows;
    EASEL_TRY(Visit(sql, values, [&](const Row& row) -> Status {
      EASEL_ASSIGN(T value, read(row));
      rows.push_back(std::move(value));
      return {};
    }));
    return rows;
  }
  template <typename Read, typename T = typename std::invoke_result_t<Read, const Row&>::value_type>
  Result<std::optional<T>> One(std::string_view sql, Values values, Read read) {
    std::optional<T> first;
    EASEL_TRY(Visit(sql, values, [&](const Row& row) -> Status {
      if (first) return {};
      EASEL_ASSIGN(first, read(row));
      return {};
    }));
    return first;
  }

  /// Runs `body` as one transaction, which has the write lock from its start: kept as a whole when it
  /// succeeds, undone when it fails or throws. Inside another one it becomes a part of that, which can be
  /// undone on its own. `body` returns a Result of any type, which is what the call returns.
  template <typename Body, typename R = std::invoke_result_t<Body>>
  R Transact(Body&& body) {
    const std::lock_guard lock(mutex_);
    EASEL_TRY(Begin());
    try {
      R result = body();
      if (result) {
        if (Status committed = Commit(); !committed) result = std::unexpected(std::move(committed).error());
      }
      if (!result) Undo();
      return result;
    } catch (...) {
      Undo();
      throw;
    }
  }

 private:
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  explicit Database(std::filesystem::path path) : path_(std::move(path)) {}
  Result<sqlite3_stmt*> Prepare(std::string_view sql);
  Status Bind(sqlite3_stmt* statement, Values values);
  Status Begin();
  Status Commit();
  void Undo();
  std::unexpected<Error> Failure() const;

  const std::filesystem::path path_;
  std::recursive_mutex mutex_;  // guards all below
  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> statements_;
  int depth_ = 0;  // of nested transactions
};

}  // namespace easel::store
