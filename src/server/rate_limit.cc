#include "server/rate_limit.h"

namespace easel::server {

namespace {
/// Clients that are remembered; so many at once are an attack, and nobody new gets in while it lasts.
constexpr size_t kMaxClients = 10'000;
}  // namespace

bool RateLimit::Take(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const int64_t now = clock_.SteadyMillis();
  if (taken_.size() >= kMaxClients && !taken_.contains(client)) {
    std::erase_if(taken_, [&](const auto& entry) {
      return entry.second.empty() || entry.second.back() + window_millis_ <= now;
    });
    if (taken_.size() >= kMaxClients) return false;
  }
  std::deque<int64_t>& times = taken_[client];
  while (!times.empty() && times.front() + window_millis_ <= now) times.pop_front();
  if (static_cast<int64_t>(times.size()) >= count_) return false;
  times.push_back(now);
  return true;
}

void RateLimit::Forgive(const std::string& client) {
  const std::lock_guard lock(mutex_);
  taken_.erase(client);
}

}  // namespace easel::server
