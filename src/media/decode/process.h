#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/file.h"
#include "base/result.h"
#include "media/decode/decoder.h"
#include "media/decode/sandbox_report.h"

namespace easel::media {

/// One running easel-decoder and the socket to it. Not thread-safe. The child runs with an empty environment,
/// /dev/null for its output and a process group of its own, so that Ctrl-C on the terminal does not end it
/// before its picture; it ends when the object does, or by itself when this process dies and the socket
/// closes.
class DecoderProcess {
 public:
  /// kInternal "decoder-unavailable" when the program cannot be started or cannot enter its sandbox.
  static Result<DecoderProcess> Start(const std::filesystem::path& program, const DecodeLimits& limits);

  DecoderProcess(DecoderProcess&& other) noexcept;
  DecoderProcess& operator=(DecoderProcess&&) = delete;
  ~DecoderProcess();

  const SandboxReport& sandbox() const { return sandbox_; }
  pid_t pid() const { return pid_; }

  /// Whether the process can take another file: alive, silent, and not near its limits.
  bool IsReady() const;

  /// Errors as in Decoder. Requires IsReady().
  Result<DecodedImage> Decode(std::span<const std::byte> bytes, const DecodeRequest& request);
  Result<DecodedSound> DecodeSound(std::span<const std::byte> bytes, const SoundRequest& request);

 private:
  DecoderProcess(pid_t pid, FileDescriptor socket, const DecodeLimits& limits);

  pid_t pid_;
  FileDescriptor socket_;
  DecodeLimits limits_;
  SandboxReport sandbox_;
  int files_ = 0;
  bool in_step_ = true;  ///< false once an exchange broke off in the middle
};

}  // namespace easel::media
