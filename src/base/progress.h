#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"
#include "base/text.h"

namespace easel {

/// How long work tells its watcher where it is, and learns that it should stop.
/// Implementations are thread-safe and cheap enough to be called per item; they thin the reports out
/// themselves.
class Progress {
 public:
  virtual ~Progress() = default;

  /// `done` of `total` steps of the stage are finished. `total` 0 means unknown. Stages follow each other;
  /// `stage` is a stable slug ("import", "features", "head", "evaluate"), `text` what a person reads.
  virtual void Report(std::string_view stage, const Text& text, int64_t done, int64_t total) = 0;

  /// A durable data point for curves and tables, e.g.
  /// {"kind":"cross-validation","lambda":0.1,"accuracy":0.8}.
  virtual void Event(json::object event) = 0;

  /// True as soon as the user cancelled; the work then returns Cancelled() after saving what can be kept.
  virtual bool IsCancelled() const = 0;
};

/// Reports to nobody. For tests and for work too short to watch.
class NoProgress final : public Progress {
 public:
  void Report(std::string_view, const Text&, int64_t, int64_t) override {}
  void Event(json::object) override {}
  bool IsCancelled() const override { return false; }
};

/// Reports to nobody, but stops with the whole: for a part of it that nobody needs to watch.
class QuietProgress final : public Progress {
 public:
  /// `whole` must outlive this.
  explicit QuietProgress(const Progress& whole) : whole_(whole) {}
  void Report(std::string_view, const Text&, int64_t, int64_t) override {}
  void Event(json::object) override {}
  bool IsCancelled() const override { return whole_.IsCancelled(); }

 private:
  const Progress& whole_;
};

/// The error that cancelled work returns.
inline std::unexpected<Error> Cancelled() {
  return Fail(ErrorKind::kCancelled, "cancelled", {"Cancelled.", "已取消。"});
}

}  // namespace easel
