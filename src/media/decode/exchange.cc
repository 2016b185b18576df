#include "media/decode/exchange.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/clock.h"

namespace easel::media {
namespace {

Exchange WaitFor(int socket, short events, int64_t deadline) {
  while (true) {
    const int64_t left = deadline - Now();
    if (left <= 0) return Exchange::kLate;
    pollfd waited{socket, events, 0};
    const int ready = poll(&waited, 1, static_cast<int>(left));
    if (ready > 0) return Exchange::kDone;
    if (ready < 0 && errno != EINTR) return Exchange::kClosed;
  }
}

}  // namespace

int64_t Now() { return SystemClock().SteadyMillis(); }

Exchange Send(int socket, std::span<const std::byte> bytes, int64_t deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes = bytes.subspan(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      if (const Exchange waited = WaitFor(socket, POLLOUT, deadline); waited != Exchange::kDone)
        return waited;
    } else if (errno != EINTR) {
      return Exchange::kClosed;
    }
  }
  return Exchange::kDone;
}

Exchange Receive(int socket, std::span<std::byte> bytes, int64_t deadline) {
  while (!bytes.empty()) {
    if (const Exchange waited = WaitFor(socket, POLLIN, deadline); waited != Exchange::kDone) return waited;
    const ssize_t received = recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (received == 0) return Exchange::kClosed;
    if (received > 0) {
      bytes = bytes.subspan(static_cast<size_t>(received));
    } else if (errno != EINTR && errno != EAGAIN) {
      return Exchange::kClosed;
    }
  }
  return Exchange::kDone;
}

}  // namespace easel::media
