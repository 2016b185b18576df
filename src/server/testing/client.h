#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/json.h"

/// A client of plain sockets for the room's tests, which sends exactly the bytes it is given. Tests only.
namespace easel::server::testing {

struct Reply {
  int status = 0;  ///< 0 when the connection was closed without an answer
  std::map<std::string, std::string> headers;
  std::string body;

  json::value Json() const { return json::parse(body); }
  /// The error's code, if it is one of ours.
  std::string ErrorCode() const {
    boost::system::error_code error;
    const json::value document = json::parse(body, error);
    const json::value* code = error ? nullptr : document.find_pointer("/error/code", error);
    return code == nullptr ? "" : std::string(code->as_string());
  }
};

inline Reply ParseReply(std::string_view text) {
  Reply reply;
  const size_t end = text.find("\r\n\r\n");
  if (end == text.npos) return reply;
  reply.status = std::stoi(std::string(text.substr(9, 3)));
  reply.body = text.substr(end + 4);
  size_t at = text.find("\r\n") + 2;
  while (at < end) {
    const size_t line_end = text.find("\r\n", at);
    const std::string_view line = text.substr(at, line_end - at);
    const size_t colon = line.find(": ");
    reply.headers[std::string(line.substr(0, colon))] = line.substr(colon + 2);
    at = line_end + 2;
  }
  return reply;
}

/// One connection to 127.0.0.1.
class Socket {
 public:
  explicit Socket(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("connect");
    }
  }

  /// False when the server has closed the connection.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0) return false;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  /// What arrives until `until` does, the connection ends, or the time is up.
  std::string Read(std::string_view until = {},
                   std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    std::string out;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
      if (!until.empty() && out.contains(until)) return out;
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd wait{fd_.get(), POLLIN, 0};
      if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0) return out;
      char buffer[16384];
      const ssize_t count = ::recv(fd_.get(), buffer, sizeof buffer, 0);
      if (count <= 0) {
        closed_ = true;
        return out;
      }
      out.append(buffer, static_cast<size_t>(count));
    }
  }
  bool closed() const { return closed_; }
  void EndSending() { ::shutdown(fd_.get(), SHUT_WR); }

 private:
  FileDescriptor fd_;
  bool closed_ = false;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string FormatRequest(std::string_view method, std::string_view target, const Fields& fields,
                                 std::string_view body, bool close = true) {
  std::string out = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  if (close) out += "Connection: close\r\n";
  for (const auto& [name, value] : fields) out += name + ": " + value + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT")
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return out + "\r\n" + std::string(body);
}

/// One request on a connection of its own.
inline Reply Ask(uint16_t port, std::string_view method, std::string_view target, const Fields& fields = {},
                 std::string_view body = {}) {
  Socket socket(port);
  socket.Send(FormatRequest(method, target, fields, body));
  return ParseReply(socket.Read());
}

}  // namespace easel::server::testing
