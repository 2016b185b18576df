#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "training/engine/fit.h"

namespace easel::training {

/// Where the processes of a run meet. Rank 0 listens there.
struct MeetingPoint {
  std::string host = "127.0.0.1";
  uint16_t port = 0;
  int rank = 0;
  int size = 1;
  std::chrono::seconds patience{
      60};  ///< how long a process waits for the others, at the beginning and in every step
};

/// A port of this machine's loopback at which nobody listens right now, for a team on it.
Result<uint16_t> FreePort();

/// A team over TCP (Gloo through libtorch's c10d). Every process gets every other's partial sums, not their
/// sum, and adds them in the order of the tree itself: that is what makes the result independent of the
/// number of processes.
class GlooTeam {
 public:
  /// Waits for all processes. kResources "team-incomplete" when one does not come in time.
  static Result<std::unique_ptr<GlooTeam>> Join(const MeetingPoint& point);
  virtual ~GlooTeam() = default;

  /// For Fit. Its exchange fails with kResources "team-lost" when another process is gone; the run then goes
  /// on from its checkpoint with whoever is there. The GlooTeam must outlive it.
  virtual Team team() = 0;
};

}  // namespace easel::training
