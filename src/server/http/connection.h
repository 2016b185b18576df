#pragma once

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>

#include "server/http/listener.h"
#include "server/http/message.h"

/// The inside of a listener: only listener.cc and connection.cc include this, and with it Beast.
namespace easel::server::http {

class Connection;

/// The connections that are open. Thread-safe.
class ConnectionSet {
 public:
  void Add(Connection* connection);
  void Remove(Connection* connection);
  size_t size() const;
  /// Ends those that wait for a request, until all are gone or the time has come.
  void Drain(std::chrono::steady_clock::time_point deadline);

 private:
  void CloseIdle();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Connection*> connections_;  // guarded by mutex_
};

/// What a listener's connections share. It and the pools outlive them.
struct Shared {
  const ListenerOptions options;
  Application& application;
  boost::asio::thread_pool* light;
  boost::asio::thread_pool* heavy;
  uint16_t port = 0;                   ///< constant once the first connection is there
  std::atomic<int64_t> memory_left;    ///< for bodies, bytes
  std::atomic<bool> draining = false;  ///< no more requests
  ConnectionSet connections;
};

/// One client. Runs on a strand of its own; kept alive by its coroutine.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Shared& shared, boost::asio::ip::tcp::socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Answers requests until the client leaves, is too slow, or the listener drains.
  boost::asio::awaitable<void> Run();

  /// Ends the connection if it waits for a request. From any thread.
  void CloseIfIdle();

 private:
  struct Parser;
  template <typename T>
  using awaitable = boost::asio::awaitable<T>;
  static constexpr size_t kChunkBytes = 64 * 1024;

  /// Answers one request; false when the connection is at its end.
  awaitable<bool> ServeOne();
  awaitable<void> ReadSome();
  /// Waits for a whole head at the start of the buffer and gives its size; nothing when it is too long.
  awaitable<std::optional<size_t>> ReadHead();
  /// Takes the head off the buffer. kUsage "request-malformed".
  Result<Request> ParseHead(std::optional<size_t> bytes, Parser& parser);
  /// Lets the application answer a request whose head is sound.
  awaitable<Response> Answer(Request& request, Parser& parser);
  /// Gives the body to the request; a Response when it cannot be taken.
  awaitable<std::optional<Response>> ReadBody(Parser& parser, const Plan& plan, Request& request);
  awaitable<size_t> ReadBodyChunk(Parser& parser);
  awaitable<void> Send(const Request& request, Response response, bool keep_alive);
  awaitable<void> SendFile(const FileBody& file, const Request& request, const Response& response,
                           bool keep_alive);
  awaitable<void> SendEvents(const EventStream& events, const Response& response);
  awaitable<void> Write(std::string_view bytes);
  /// Lets the client read the response before the connection is reset for what it still sends.
  awaitable<void> Linger();

  /// Runs the application's code on a pool. A bug in it costs this request only.
  template <typename Work, typename R = std::invoke_result_t<Work>>
  awaitable<R> Ask(boost::asio::thread_pool& pool, const Request& request, Work work);

  Shared& shared_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  std::array<char, kChunkBytes> chunk_;
  boost::asio::ip::address peer_;
  bool idle_ = false;
  bool is_first_ = true;
};

}  // namespace easel::server::http
