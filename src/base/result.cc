#include "base/result.h"

#include <cerrno>
#include <system_error>

namespace easel {

std::unexpected<Error> FailErrno(std::string what, std::string item, int error_number) {
  const std::string reason = std::generic_category().message(error_number);
  if (error_number == ENOSPC || error_number == EDQUOT) {
    return Fail(ErrorKind::kResources, "disk-full", {"The disk is full.", "磁盘已满。"},
                {"Free some space and try again; nothing that was saved before is lost.",
                 "请清理磁盘空间后重试；之前保存的内容不会丢失。"},
                std::move(item));
  }
  if (error_number == EMFILE || error_number == ENFILE || error_number == ENOMEM) {
    return Fail(ErrorKind::kResources, "out-of-resources",
                {"The machine ran out of resources: " + reason + ".", "系统资源不足：" + reason + "。"},
                {"Close other programs and try again.", "请关闭其他程序后重试。"}, std::move(item));
  }
  if (error_number == ENOENT) {
    return Fail(ErrorKind::kNotFound, "file-not-found", {"There is no such file.", "找不到该文件。"},
                {"Check the path.", "请检查路径。"}, std::move(item));
  }
  if (error_number == EACCES || error_number == EPERM || error_number == EROFS) {
    return Fail(ErrorKind::kRefused, "permission-denied",
                {"Permission denied (" + what + ").", "没有权限（" + what + "）。"},
                {"Check who owns the file and who may read and write it.", "请检查文件的所有者和读写权限。"},
                std::move(item));
  }
  return Fail(ErrorKind::kInternal, "system-error",
              {"The system refused to " + what + ": " + reason + ".", "系统操作失败（" + what + "）：" + reason + "。"},
              {}, std::move(item));
}

int ExitCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kConflict:
      return static_cast<int>(ErrorKind::kBadInput);
    case ErrorKind::kCancelled:
      return static_cast<int>(ErrorKind::kRefused);
    default:
      return static_cast<int>(kind);
  }
}

}  // namespace easel
