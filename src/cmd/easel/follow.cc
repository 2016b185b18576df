#include "cmd/easel/follow.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "runtime/listening/passages.h"
#include "runtime/listening/stream.h"

namespace easel::cmd {
namespace {

/// Smooths windows as they come, a window late, and says them.
class Teller {
 public:
  Teller(const Console& console, const runtime::Model& model) : console_(console), model_(model) {}

  void Take(runtime::Heard heard) {
    recent_.push_back(std::move(heard));
    if (recent_.size() > kWindows) recent_.erase(recent_.begin());
    if (recent_.size() == 2 && !begun_) Tell(0);
    if (recent_.size() == kWindows) Tell(1);
  }

  /// The last one waits for no other.
  void Finish() {
    if (!recent_.empty()) Tell(recent_.size() - 1);
  }

 private:
  static constexpr size_t kWindows = 3;  ///< runtime::Smoothing::windows

  void Tell(size_t i) {
    begun_ = true;
    const std::vector<float> scores = runtime::Smoothed(recent_, {.windows = kWindows})[i];
    const auto best = std::ranges::max_element(scores);
    const auto label = static_cast<size_t>(best - scores.begin());
    const std::string& name = model_.labels()[label];
    if (console_.json()) {
      console_.Result(json::object{{"begin", recent_[i].begin},
                                   {"seconds", recent_[i].seconds},
                                   {"name", name},
                                   {"score", static_cast<double>(*best)}},
                      "");
    } else if (label != told_) {
      console_.Result({}, fmt::format("{:8.2f} s  {:>7}  {}\n", recent_[i].begin, Percent(static_cast<double>(*best)), name));
    }
    told_ = label;
  }

  const Console& console_;
  const runtime::Model& model_;
  std::vector<runtime::Heard> recent_;
  bool begun_ = false;
  std::optional<size_t> told_;
};

}  // namespace

Status FollowSound(const Console& console, runtime::Model& model, SoundFormat raw) {
  SoundInput input(raw);
  std::optional<runtime::SoundStream> stream;
  Teller teller(console, model);
  const auto tell = [&](Result<std::vector<runtime::Heard>> heard) -> Status {
    if (!heard) return std::unexpected(std::move(heard).error());
    for (runtime::Heard& window : *heard) teller.Take(std::move(window));
    return {};
  };
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FailErrno("read", "-", errno);
    if (count == 0) break;
    EASEL_ASSIGN(const std::vector<float> samples, input.Push({buffer.data(), static_cast<size_t>(count)}));
    if (samples.empty()) continue;
    if (!stream) stream.emplace(model, input.rate());
    EASEL_TRY(tell(stream->Push(samples)));
  }
  if (!stream) {
    return Fail(ErrorKind::kBadInput, "sound-empty", {"The recording holds no sound.", "录音中没有声音数据。"},
                {"Send 16-bit PCM or WAV on standard input.", "请通过标准输入发送 16 位 PCM 或 WAV。"}, "-");
  }
  EASEL_TRY(tell(stream->Finish()));
  teller.Finish();
  return {};
}

}  // namespace easel::cmd
