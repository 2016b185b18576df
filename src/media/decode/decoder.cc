#include "media/decode/decoder.h"

#include <mutex>
#include <optional>
#include <semaphore>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/file.h"
#include "media/decode/errors.h"
#include "media/decode/process.h"
#include "media/decode/sandbox_report.h"
#include "media/decode/sniff_sound.h"
#include "media/decode/sound_errors.h"

namespace easel::media {
namespace {

// The processes of one program that wait for work.
class IdleProcesses {
 public:
  explicit IdleProcesses(std::filesystem::path program) : program_(std::move(program)) {}

  const std::filesystem::path& program() const { return program_; }

  // An idle process may have died since its last file; that must not cost the next one.
  Result<DecoderProcess> Take(const DecodeLimits& limits) {
    while (std::optional<DecoderProcess> idle = TakeIdle()) {
      if (idle->IsReady()) return std::move(*idle);
    }
    return DecoderProcess::Start(program_, limits);
  }

  void GiveBack(DecoderProcess process) {
    if (!process.IsReady()) return;
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(process));
  }

 private:
  std::optional<DecoderProcess> TakeIdle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::nullopt;
    std::optional<DecoderProcess> idle(std::move(idle_.back()));
    idle_.pop_back();
    return idle;
  }

  const std::filesystem::path program_;
  std::mutex mutex_;
  std::vector<DecoderProcess> idle_;  // guarded by mutex_
};

std::filesystem::path M4aProgramBeside(std::filesystem::path program) { return program += "-m4a"; }

class SandboxedDecoder final : public Decoder {
 public:
  SandboxedDecoder(const std::filesystem::path& program, int processes, DecodeLimits limits)
      : limits_(limits), free_slots_(processes), idle_(program), idle_m4a_(M4aProgramBeside(program)) {}

  Result<DecodedImage> Decode(std::span<const std::byte> bytes, const DecodeRequest& request) override {
    if (bytes.empty()) return FailDecode(DecodeFailure::kEmpty, limits_);
    if (bytes.size() > limits_.max_bytes) return FailDecode(DecodeFailure::kTooLarge, limits_);
    return InProcess(idle_, [&](DecoderProcess& process) { return process.Decode(bytes, request); });
  }

  Result<DecodedSound> DecodeSound(std::span<const std::byte> bytes, const SoundRequest& request) override {
    if (bytes.empty()) return FailSound(SoundFailure::kEmpty, limits_.sounds);
    if (bytes.size() > limits_.sounds.max_bytes) return FailSound(SoundFailure::kTooLarge, limits_.sounds);
    const bool is_m4a = SniffSound(bytes) == SoundFormat::kM4a;
    std::error_code unreadable;
    if (is_m4a && !std::filesystem::exists(idle_m4a_.program(), unreadable))
      return FailSound(SoundFailure::kM4a, limits_.sounds);
    return InProcess(is_m4a ? idle_m4a_ : idle_,
                     [&](DecoderProcess& process) { return process.DecodeSound(bytes, request); });
  }

 private:
  // The right to use one process.
  class Slot {
   public:
    explicit Slot(std::counting_semaphore<>& free) : free_(free) { free_.acquire(); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot() { free_.release(); }

   private:
    std::counting_semaphore<>& free_;
  };

  template <typename Work>
  std::invoke_result_t<Work, DecoderProcess&> InProcess(IdleProcesses& idle, const Work& work) {
    const Slot slot(free_slots_);
    EASEL_ASSIGN(DecoderProcess process, idle.Take(limits_));
    auto decoded = work(process);
    idle.GiveBack(std::move(process));
    return decoded;
  }

  const DecodeLimits limits_;
  std::counting_semaphore<> free_slots_;
  IdleProcesses idle_;
  IdleProcesses idle_m4a_;
};

}  // namespace

Result<DecodedSound> Decoder::DecodeSound(std::span<const std::byte>, const SoundRequest&) {
  return FailSound(SoundFailure::kUnknownFormat, SoundLimits{});
}

std::unique_ptr<Decoder> MakeSandboxedDecoder(std::filesystem::path program, int processes,
                                              DecodeLimits limits) {
  return std::make_unique<SandboxedDecoder>(program, processes, limits);
}

std::filesystem::path DecoderProgram() { return ProgramFolder() / "easel-decoder"; }

Result<SandboxReport> ProbeSandbox(const std::filesystem::path& program) {
  EASEL_ASSIGN(const DecoderProcess process, DecoderProcess::Start(program, DecodeLimits{}));
  return process.sandbox();
}

}  // namespace easel::media
