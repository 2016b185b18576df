#include "media/decode/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <string>
#include <utility>

#include "media/decode/errors.h"
#include "media/decode/exchange.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

constexpr int kStartSeconds = 30;
constexpr int kSocketBuffer = 1 << 20;

std::unexpected<Error> Unavailable(const std::filesystem::path& program) {
  return Fail(ErrorKind::kInternal, "decoder-unavailable",
              {"The program that reads pictures could not be started.", "无法启动图片读取程序。"},
              {"Run `easel doctor`; install Easel again if files are missing.",
               "请运行 `easel doctor`；如缺少文件请重新安装 Easel。"},
              program.string());
}

Result<pid_t> Spawn(const std::filesystem::path& program, int child_socket) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, child_socket, STDIN_FILENO);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string name = program.string();
  char* arguments[] = {name.data(), nullptr};
  char* environment[] = {nullptr};
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, name.c_str(), &files, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return Unavailable(program);
  return pid;
}

// Whether a reply can be true. A subverted child must not make the parent allocate or believe nonsense.
bool IsPlausible(const wire::Reply& reply, const DecodeLimits& limits) {
  if (reply.width < 1 || reply.height < 1 || reply.format > static_cast<uint32_t>(ImageFormat::kBmp))
    return false;
  if (reply.stored_width < reply.width || reply.stored_height < reply.height) return false;
  return int64_t{reply.stored_width} * reply.stored_height <= limits.max_pixels;
}

}  // namespace

DecoderProcess::DecoderProcess(pid_t pid, FileDescriptor socket, const DecodeLimits& limits)
    : pid_(pid), socket_(std::move(socket)), limits_(limits) {}

DecoderProcess::DecoderProcess(DecoderProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      socket_(std::move(other.socket_)),
      limits_(other.limits_),
      sandbox_(other.sandbox_),
      files_(other.files_),
      in_step_(other.in_step_) {}

DecoderProcess::~DecoderProcess() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);  // it holds nothing worth saving, and a subverted one would not leave by itself
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<DecoderProcess> DecoderProcess::Start(const std::filesystem::path& program,
                                             const DecodeLimits& limits) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return FailErrno("socketpair", "", errno);
  FileDescriptor parent_end(ends[0]);
  FileDescriptor child_end(ends[1]);
  for (const int end : ends) setsockopt(end, SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
  EASEL_ASSIGN(const pid_t pid, Spawn(program, child_end.get()));
  child_end.Close();
  DecoderProcess process(pid, std::move(parent_end), limits);

  const int64_t deadline = Now() + 1000 * kStartSeconds;
  const wire::Hello hello{.max_seconds = limits.max_seconds,
                          .max_pixels = limits.max_pixels,
                          .max_bytes = limits.max_bytes,
                          .max_memory = limits.max_memory,
                          .max_sound_bytes = limits.sounds.max_bytes,
                          .max_sound_samples = limits.sounds.max_samples,
                          .max_sound_duration = limits.sounds.max_duration,
                          .max_sound_seconds = limits.sounds.max_seconds};
  wire::Ready ready;
  if (Send(process.socket_.get(), BytesOf(hello), deadline) != Exchange::kDone ||
      Receive(process.socket_.get(), WritableBytes(ready), deadline) != Exchange::kDone ||
      ready.magic != wire::kMagic) {
    return Unavailable(program);
  }
  process.sandbox_ = SandboxReport::FromBits(ready.layers);
  return process;
}

bool DecoderProcess::IsReady() const {
  if (!in_step_ || files_ >= wire::kFilesPerProcess) return false;
  std::byte unexpected;
  return recv(socket_.get(), &unexpected, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

Result<DecodedImage> DecoderProcess::Decode(std::span<const std::byte> bytes, const DecodeRequest& request) {
  ++files_;
  in_step_ = false;
  const auto broke_off = [&](Exchange exchange) {
    return FailDecode(exchange == Exchange::kLate ? DecodeFailure::kTooSlow : DecodeFailure::kBroken,
                      limits_);
  };
  const int socket = socket_.get();
  const int64_t deadline = Now() + int64_t{1000} * limits_.max_seconds;
  const wire::Request header{.bytes = bytes.size(), .min_side = request.min_side};
  if (const auto sent = Send(socket, BytesOf(header), deadline); sent != Exchange::kDone)
    return broke_off(sent);
  if (const auto sent = Send(socket, bytes, deadline); sent != Exchange::kDone) return broke_off(sent);
  wire::Reply reply;
  if (const auto got = Receive(socket, WritableBytes(reply), deadline); got != Exchange::kDone)
    return broke_off(got);
  if (reply.failure != 0) {
    if (reply.failure > static_cast<uint32_t>(DecodeFailure::kBroken)) return broke_off(Exchange::kClosed);
    in_step_ = true;
    return FailDecode(static_cast<DecodeFailure>(reply.failure), limits_);
  }
  if (!IsPlausible(reply, limits_)) return broke_off(Exchange::kClosed);
  DecodedImage decoded{.image = {reply.width, reply.height, {}},
                       .format = static_cast<ImageFormat>(reply.format),
                       .stored_width = reply.stored_width,
                       .stored_height = reply.stored_height};
  decoded.image.rgb.resize(static_cast<size_t>(reply.width) * reply.height * 3);
  const auto got = Receive(socket, std::as_writable_bytes(std::span(decoded.image.rgb)), deadline);
  if (got != Exchange::kDone) return broke_off(got);
  in_step_ = true;
  return decoded;
}

}  // namespace easel::media
