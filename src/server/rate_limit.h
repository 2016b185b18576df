#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace easel::server {

/// At most so many within a sliding window, per client. Thread-safe.
class RateLimit {
 public:
  RateLimit(const Clock& clock, int64_t count, int64_t window_millis)
      : clock_(clock), count_(count), window_millis_(window_millis) {}

  /// Counts one; false, and not counted, when there were too many within the window.
  bool Take(const std::string& client);
  /// Forgets the client's.
  void Forgive(const std::string& client);

 private:
  const Clock& clock_;
  const int64_t count_;
  const int64_t window_millis_;
  std::mutex mutex_;
  std::map<std::string, std::deque<int64_t>> taken_;  // guarded by mutex_
};

}  // namespace easel::server
