#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/text.h"

namespace easel {

/// What a failure means to the caller. The values are the exit codes of the command line: never renumber them.
enum class ErrorKind {
  kInternal = 1,      ///< our bug, or a machine that fails
  kUsage = 2,         ///< the command or request itself is malformed
  kBadInput = 3,      ///< the user's data cannot be used
  kNotFound = 4,      ///< no such project, model, job …
  kResources = 5,     ///< not enough disk, memory, time
  kRefused = 6,       ///< authentication, quota, permission
  kConflict = 7,      ///< exists already, or changed meanwhile (exit code 3 on the command line)
  kCancelled = 8,     ///< the user cancelled it (exit code 6 on the command line)
};

/// An expected failure, told so that a layman can act on it.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string code;     ///< stable machine-readable slug in kebab case, e.g. "archive-empty"
  Text message;         ///< one sentence: what is wrong
  Text hint;            ///< one sentence: what to do next; may be empty
  std::string item;     ///< the file, class, field … at fault; may be empty

  bool operator==(const Error&) const = default;
};

/// A value, or the reason why there is none.
template <typename T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

/// Builds the failure branch of any Result: `return Fail(ErrorKind::kNotFound, "project-unknown", {...}, {...}, name);`
inline std::unexpected<Error> Fail(ErrorKind kind, std::string code, Text message, Text hint = {},
                                   std::string item = {}) {
  return std::unexpected(Error{kind, std::move(code), std::move(message), std::move(hint), std::move(item)});
}

/// A failed system call: kResources for a full disk, exhausted memory or descriptors, kInternal otherwise.
/// `what` is e.g. "write"; `item` the path; `error_number` the value of errno.
std::unexpected<Error> FailErrno(std::string what, std::string item, int error_number);

/// The exit code of the command line for an error of this kind.
int ExitCode(ErrorKind kind);

}  // namespace easel

// Names count up rather than take the line, so that a lambda in an expression may use the macros as well.
#define EASEL_CONCAT_INNER(a, b) a##b
#define EASEL_CONCAT(a, b) EASEL_CONCAT_INNER(a, b)

/// Returns from the function with the error when `expression` (a Status or Result) failed.
#define EASEL_TRY(expression) EASEL_TRY_INNER(EASEL_CONCAT(easel_status_, __COUNTER__), expression)
#define EASEL_TRY_INNER(status, expression)                                            \
  do {                                                                                 \
    if (auto status = (expression); !status) [[unlikely]]                              \
      return std::unexpected(std::move(status).error());                               \
  } while (false)

/// `EASEL_ASSIGN(auto x, F());` — declares or assigns `x` from a Result, or returns its error.
#define EASEL_ASSIGN(target, expression) \
  EASEL_ASSIGN_INNER(EASEL_CONCAT(easel_result_, __COUNTER__), target, expression)
#define EASEL_ASSIGN_INNER(result, target, expression)                                 \
  auto result = (expression);                                                          \
  if (!result) [[unlikely]] return std::unexpected(std::move(result).error());         \
  target = std::move(*result)
