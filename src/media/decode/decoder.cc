#include "media/decode/decoder.h"

#include <mutex>
#include <optional>
#include <semaphore>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/file.h"
#include "media/decode/errors.h"
#include "media/decode/process.h"
#include "media/decode/sandbox_report.h"
#include "media/decode/sound_errors.h"

namespace easel::media {
namespace {

class SandboxedDecoder final : public Decoder {
 public:
  SandboxedDecoder(std::filesystem::path program, int processes, DecodeLimits limits)
      : program_(std::move(program)), limits_(limits), free_slots_(processes) {}

  Result<DecodedImage> Decode(std::span<const std::byte> bytes, const DecodeRequest& request) override {
    if (bytes.empty()) return FailDecode(DecodeFailure::kEmpty, limits_);
    if (bytes.size() > limits_.max_bytes) return FailDecode(DecodeFailure::kTooLarge, limits_);
    return InProcess([&](DecoderProcess& process) { return process.Decode(bytes, request); });
  }

  Result<DecodedSound> DecodeSound(std::span<const std::byte> bytes, const SoundRequest& request) override {
    if (bytes.empty()) return FailSound(SoundFailure::kEmpty, limits_.sounds);
    if (bytes.size() > limits_.sounds.max_bytes) return FailSound(SoundFailure::kTooLarge, limits_.sounds);
    return InProcess([&](DecoderProcess& process) { return process.DecodeSound(bytes, request); });
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
  std::invoke_result_t<Work, DecoderProcess&> InProcess(const Work& work) {
    const Slot slot(free_slots_);
    EASEL_ASSIGN(DecoderProcess process, TakeProcess());
    auto decoded = work(process);
    if (process.IsReady()) {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(process));
    }
    return decoded;
  }

  // An idle process may have died since its last file; that must not cost the next one.
  Result<DecoderProcess> TakeProcess() {
    while (std::optional<DecoderProcess> idle = TakeIdle()) {
      if (idle->IsReady()) return std::move(*idle);
    }
    return DecoderProcess::Start(program_, limits_);
  }

  std::optional<DecoderProcess> TakeIdle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::nullopt;
    std::optional<DecoderProcess> idle(std::move(idle_.back()));
    idle_.pop_back();
    return idle;
  }

  const std::filesystem::path program_;
  const DecodeLimits limits_;
  std::counting_semaphore<> free_slots_;

  std::mutex mutex_;
  std::vector<DecoderProcess> idle_;  // guarded by mutex_
};

}  // namespace

Result<DecodedSound> Decoder::DecodeSound(std::span<const std::byte>, const SoundRequest&) {
  return FailSound(SoundFailure::kUnknownFormat, SoundLimits{});
}

std::unique_ptr<Decoder> MakeSandboxedDecoder(std::filesystem::path program, int processes,
                                              DecodeLimits limits) {
  return std::make_unique<SandboxedDecoder>(std::move(program), processes, limits);
}

std::filesystem::path DecoderProgram() {
  return ProgramFolder() / "easel-decoder";
}

Result<SandboxReport> ProbeSandbox(const std::filesystem::path& program) {
  EASEL_ASSIGN(const DecoderProcess process, DecoderProcess::Start(program, DecodeLimits{}));
  return process.sandbox();
}

}  // namespace easel::media
