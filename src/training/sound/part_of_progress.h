#pragma once

#include <cstdint>

#include "base/progress.h"

namespace easel::training {

/// One of the networks that learn one after the other, as a part of the whole work: what is told of it goes
/// on where the one before it ended.
class PartOfProgress final : public Progress {
 public:
  struct Part {
    size_t number = 0;  ///< of `count`
    size_t count = 1;
    int epochs = 0;
    double before = 0;  ///< the work of the networks before it, in units of its own
    double all = 1;     ///< that of all
  };
  /// `whole` must outlive this.
  PartOfProgress(Progress& whole, const Part& part) : whole_(whole), part_(part) {}

  void Report(std::string_view stage, const Text& text, int64_t done, int64_t total) override;
  void Event(json::object event) override;
  bool IsCancelled() const override { return whole_.IsCancelled(); }

 private:
  Progress& whole_;
  const Part part_;
  int64_t steps_before_ = 0;
};

}  // namespace easel::training
