#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/http/message.h"

namespace easel::server::http {

struct ListenerOptions {
  std::string address = "127.0.0.1";  ///< a numeric IPv4 or IPv6 address
  uint16_t port = 0;                  ///< 0: any free one
  std::filesystem::path uploads;      ///< folder for BodyPlace::kFile, created
  int light_threads = 4;              ///< for what answers at once
  int heavy_threads = 1;              ///< for Plan::heavy
  int max_connections = 4096;
  int64_t max_memory = int64_t{1} << 30;  ///< of all request bodies that are in memory at a time, bytes
  int head_seconds = 10;                  ///< a request's head has to arrive within this time
  int body_seconds = 30;                  ///< the longest pause within a body
  int idle_seconds = 60;                  ///< between two requests on a connection
  int drain_seconds = 10;                 ///< for requests under way when the listener stops
};

/// An HTTP/1.1 server on one address (Boost.Beast on Asio's coroutines): two threads for input and output,
/// two pools for the application. Every head passes CheckHead before it is parsed. Thread-safe.
class Listener {
 public:
  /// kResources "address-in-use", kUsage "address-invalid" or "address-refused". `application` must outlive
  /// the listener.
  static Result<std::unique_ptr<Listener>> Start(const ListenerOptions& options, Application& application);
  /// Stops.
  ~Listener();

  /// The port that it listens on.
  uint16_t port() const;
  /// From now on SIGINT and SIGTERM ask for the end that Wait waits for, instead of ending the process.
  void CatchSignals();
  /// Catches signals, and blocks until one came, or Stop was called elsewhere; then stops.
  void Wait();
  /// Takes no more connections, lets requests under way finish (drain_seconds at most), ends the others.
  /// Idempotent.
  void Stop();

 private:
  class Impl;
  explicit Listener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace easel::server::http
