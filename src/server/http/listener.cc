#include "server/http/listener.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "base/file.h"
#include "base/random.h"
#include "server/http/head_check.h"
#include "server/http/response_head.h"
#include "server/http/url.h"

namespace easel::server::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kIoThreads = 2;
constexpr size_t kChunkBytes = 64 * 1024;
constexpr auto kPollInterval = std::chrono::milliseconds(250);
constexpr auto kHeartbeatInterval = std::chrono::seconds(15);
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr auto kWriteTime = std::chrono::seconds(60);

/// Runs `work` on a thread of the pool while the calling coroutine waits.
template <typename Work, typename R = std::invoke_result_t<Work>>
asio::awaitable<R> On(asio::thread_pool& pool, Work work) {
  return asio::co_spawn(
      pool, [work = std::move(work)]() mutable -> asio::awaitable<R> { co_return work(); },
      asio::use_awaitable);
}

Error InternalError() {
  return {ErrorKind::kInternal,
          "internal-error",
          {"Something went wrong inside Easel.", "Easel 内部出错。"},
          {"Try again; if it stays, look into the server's log.", "请重试；如仍出现，请查看服务器日志。"},
          ""};
}

Error Busy() {
  return {ErrorKind::kResources,
          "server-busy",
          {"The server is handling too many large requests.", "服务器正在处理的大请求过多。"},
          {"Try again in a few seconds.", "请几秒后重试。"},
          ""};
}

/// A share of the memory that all request bodies may take.
class MemoryShare {
 public:
  explicit MemoryShare(std::atomic<int64_t>& left) : left_(left) {}
  MemoryShare(const MemoryShare&) = delete;
  MemoryShare& operator=(const MemoryShare&) = delete;
  ~MemoryShare() { left_ += taken_; }

  bool Take(int64_t bytes) {
    taken_ += bytes;
    return (left_ -= bytes) >= 0;
  }

 private:
  std::atomic<int64_t>& left_;
  int64_t taken_ = 0;
};

/// An upload on its way to disk.
class UploadFile {
 public:
  Status Open(const std::filesystem::path& folder) {
    const auto path = folder / RandomHex(16);
    file_ = FileDescriptor(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
    if (!file_.valid()) return FailErrno("create", path.filename(), errno);
    upload_ = Upload(path, 0);
    return {};
  }
  Status Write(std::string_view bytes) {
    return WriteAll(file_.get(), std::as_bytes(std::span(bytes)), upload_.path().filename());
  }
  /// The whole file, durable.
  Result<Upload> Finish(int64_t bytes) {
    if (::fsync(file_.get()) != 0) return FailErrno("sync", upload_.path().filename(), errno);
    EASEL_TRY(SyncFolder(upload_.path().parent_path()));
    return Upload(upload_.Keep(), bytes);
  }

 private:
  FileDescriptor file_;
  Upload upload_;
};

}  // namespace

class Listener::Impl {
 public:
  Impl(const ListenerOptions& options, Application& application)
      : options_(options),
        application_(application),
        memory_left_(options.max_memory),
        light_(static_cast<size_t>(options.light_threads)),
        heavy_(static_cast<size_t>(options.heavy_threads)) {}
  ~Impl() { Stop(); }

  Status Start();
  void Stop();
  void Wait();
  uint16_t port() const { return port_; }

 private:
  class Connection;

  asio::awaitable<void> Accept();
  void CloseIdle();

  const ListenerOptions options_;
  Application& application_;
  uint16_t port_ = 0;
  std::atomic<int64_t> memory_left_;
  std::atomic<bool> draining_ = false;
  std::once_flag stopped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Connection*> connections_;  // guarded by mutex_
  bool stop_asked_ = false;            // guarded by mutex_

  // The pools' queues may hold coroutines that refer to the context: they have to go first.
  asio::io_context io_{kIoThreads};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  tcp::acceptor acceptor_{io_};
  asio::signal_set signals_{io_};
  std::vector<std::jthread> threads_;
  asio::thread_pool light_;
  asio::thread_pool heavy_;
};

/// One client. Runs on a strand of its own; kept alive by its coroutine.
class Listener::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Impl& listener, tcp::socket socket) : listener_(listener), stream_(std::move(socket)) {
    const std::lock_guard lock(listener_.mutex_);
    listener_.connections_.insert(this);
  }
  ~Connection() {
    const std::lock_guard lock(listener_.mutex_);
    listener_.connections_.erase(this);
    listener_.changed_.notify_all();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> Run() {
    error_code ignored;
    peer_ = stream_.socket().remote_endpoint(ignored).address();
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    try {
      while (co_await ServeOne()) {
      }
    } catch (const boost::system::system_error&) {
      // The client left or was too slow: nobody to tell.
    }
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  /// Ends the connection if it waits for a request. From any thread.
  void CloseIfIdle() {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      if (self->idle_) self->stream_.cancel();
    });
  }

 private:
  using Parser = beast::http::request_parser<beast::http::buffer_body>;

  /// Answers one request; false when the connection is at its end.
  asio::awaitable<bool> ServeOne();
  asio::awaitable<void> ReadSome();
  asio::awaitable<std::optional<size_t>> ReadHead();
  Request MakeRequest(const Parser& parser) const;
  /// Gives the body to the request; a Response when it cannot be taken.
  asio::awaitable<std::optional<Response>> ReadBody(Parser& parser, const Plan& plan, Request& request);
  asio::awaitable<size_t> ReadBodyChunk(Parser& parser);
  asio::awaitable<void> Send(const Request& request, Response response, bool keep_alive);
  asio::awaitable<void> SendFile(const FileBody& file, const Request& request, const Response& response,
                                 bool keep_alive);
  asio::awaitable<void> SendEvents(const EventStream& events, const Response& response);
  asio::awaitable<void> Write(std::string_view bytes);
  /// Lets the client read the response before the connection is reset for what it still sends.
  asio::awaitable<void> Linger();

  /// Runs the application's code on a pool. A bug in it costs this request only.
  template <typename Work, typename R = std::invoke_result_t<Work>>
  asio::awaitable<R> Ask(asio::thread_pool& pool, const Request& request, Work work) {
    return On(pool, [this, &request, work = std::move(work)]() mutable -> R {
      try {
        return work();
      } catch (const std::exception& bug) {
        spdlog::error("internal error in {} {}: {}", request.method, request.path, bug.what());
        return listener_.application_.Refuse(request, 500, InternalError());
      }
    });
  }

  Impl& listener_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::array<char, kChunkBytes> chunk_;
  asio::ip::address peer_;
  bool idle_ = false;
  bool is_first_ = true;
};

asio::awaitable<void> Listener::Impl::Connection::ReadSome() {
  const size_t count = co_await stream_.async_read_some(buffer_.prepare(kChunkBytes), asio::use_awaitable);
  buffer_.commit(count);
}

/// Waits for a whole head at the start of the buffer and gives its size; nothing when it is too long.
asio::awaitable<std::optional<size_t>> Listener::Impl::Connection::ReadHead() {
  const ListenerOptions& options = listener_.options_;
  if (buffer_.size() == 0) {
    idle_ = true;
    stream_.expires_after(std::chrono::seconds(is_first_ ? options.head_seconds : options.idle_seconds));
    co_await ReadSome();
    idle_ = false;
  }
  is_first_ = false;
  stream_.expires_after(std::chrono::seconds(options.head_seconds));
  for (;;) {
    const std::string_view data(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    const size_t end = data.substr(0, kMaxHeadBytes).find("\r\n\r\n");
    if (end != data.npos) co_return end + 4;
    if (data.size() >= kMaxHeadBytes) co_return std::nullopt;
    co_await ReadSome();
  }
}

Request Listener::Impl::Connection::MakeRequest(const Parser& parser) const {
  const auto& message = parser.get();
  Request request;
  request.method = message.method_string();
  const std::string_view target(message.target().data(), message.target().size());
  const size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != target.npos) request.query = ParseForm(target.substr(question + 1)).value_or(Parameters());
  for (const auto& field : message) request.headers.Add(field.name_string(), field.value());
  request.language = ChooseLanguage(request.headers.Get("Accept-Language"));
  request.client = peer_.to_string();
  request.local_port = listener_.port_;
  request.is_loopback =
      peer_.is_loopback() && !request.headers.Has("Forwarded") && !request.headers.Has("X-Forwarded-For");
  return request;
}

asio::awaitable<bool> Listener::Impl::Connection::ServeOne() {
  if (listener_.draining_) co_return false;
  const std::optional<size_t> head_bytes = co_await ReadHead();
  const auto started = std::chrono::steady_clock::now();
  Parser parser;
  parser.header_limit(kMaxHeadBytes);
  parser.body_limit(boost::none);
  Status sound =
      Fail(ErrorKind::kUsage, "request-malformed", {"The request's head is too long.", "请求头过长。"},
           {"Send fewer or shorter header fields.", "请减少或缩短请求头字段。"}, "head-size");
  if (head_bytes) {
    sound = CheckHead({static_cast<const char*>(buffer_.data().data()), *head_bytes});
    if (sound) {
      error_code error;
      buffer_.consume(parser.put(buffer_.data(), error));
      if (error) {
        sound = Fail(ErrorKind::kUsage, "request-malformed",
                     {"This is not a proper HTTP request.", "HTTP 请求格式不正确。"},
                     {"Use an HTTP client library.", "请使用标准 HTTP 客户端。"}, error.message());
      }
    }
  }
  Request request = sound ? MakeRequest(parser) : Request{};
  std::optional<Response> response;
  if (!sound) {
    response = listener_.application_.Refuse(request, head_bytes ? 400 : 431, sound.error());
  } else {
    auto admission = co_await Ask(listener_.light_, request, [&]() -> std::variant<Response, Plan> {
      return listener_.application_.Admit(request);
    });
    if (auto* early = std::get_if<Response>(&admission)) {
      response = std::move(*early);
    } else {
      const Plan& plan = std::get<Plan>(admission);
      MemoryShare share(listener_.memory_left_);
      const auto declared =
          static_cast<int64_t>(parser.content_length().value_or(parser.is_done() ? 0 : plan.max_body));
      if (plan.place == BodyPlace::kMemory && !share.Take(std::min(declared, plan.max_body))) {
        response = listener_.application_.Refuse(request, 503, Busy());
      } else {
        response = co_await ReadBody(parser, plan, request);
      }
      if (!response) {
        response = co_await Ask(plan.heavy ? listener_.heavy_ : listener_.light_, request,
                                [&]() -> Response { return plan.handle(request); });
      }
    }
  }
  const bool is_read = sound && parser.is_done();
  const bool keep_alive = is_read && parser.keep_alive() && !listener_.draining_ &&
                          !std::holds_alternative<EventStream>(response->body);
  const int status = response->status;
  co_await Send(request, std::move(*response), keep_alive);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
  spdlog::info("{} {} {} {} {:.1f} ms", peer_.to_string(), request.method, request.path, status,
               took.count());
  if (!is_read) co_await Linger();
  co_return keep_alive;
}

asio::awaitable<size_t> Listener::Impl::Connection::ReadBodyChunk(Parser& parser) {
  parser.get().body().data = chunk_.data();
  parser.get().body().size = chunk_.size();
  stream_.expires_after(std::chrono::seconds(listener_.options_.body_seconds));
  error_code error;
  co_await beast::http::async_read_some(stream_, buffer_, parser,
                                        asio::redirect_error(asio::use_awaitable, error));
  if (error && error != beast::http::error::need_buffer) throw boost::system::system_error(error);
  co_return chunk_.size() - parser.get().body().size;
}

asio::awaitable<std::optional<Response>> Listener::Impl::Connection::ReadBody(Parser& parser,
                                                                              const Plan& plan,
                                                                              Request& request) {
  const auto declared = parser.content_length();
  if (declared && *declared > static_cast<uint64_t>(plan.max_body)) co_return plan.too_large(request);
  if (!parser.is_done() && beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
    co_await Write("HTTP/1.1 100 Continue\r\n\r\n");
  }
  UploadFile file;
  const bool to_file = plan.place == BodyPlace::kFile;
  Status status;
  if (to_file) status = co_await On(listener_.light_, [&] { return file.Open(listener_.options_.uploads); });
  int64_t bytes = 0;
  while (status && !parser.is_done()) {
    const size_t count = co_await ReadBodyChunk(parser);
    bytes += static_cast<int64_t>(count);
    if (bytes > plan.max_body) co_return plan.too_large(request);
    const std::string_view chunk(chunk_.data(), count);
    if (to_file) {
      status = co_await On(listener_.light_, [&] { return file.Write(chunk); });
    } else {
      request.body.append(chunk);
    }
  }
  if (status && to_file) {
    auto upload = co_await On(listener_.light_, [&] { return file.Finish(bytes); });
    if (upload) {
      request.upload = std::move(*upload);
    } else {
      status = std::unexpected(upload.error());
    }
  }
  if (!status) co_return listener_.application_.Refuse(request, StatusOf(status.error()), status.error());
  co_return std::nullopt;
}

asio::awaitable<void> Listener::Impl::Connection::Write(std::string_view bytes) {
  stream_.expires_after(kWriteTime);
  co_await asio::async_write(stream_, asio::buffer(bytes), asio::use_awaitable);
}

asio::awaitable<void> Listener::Impl::Connection::Send(const Request& request, Response response,
                                                       bool keep_alive) {
  if (const auto* file = std::get_if<FileBody>(&response.body)) {
    co_await SendFile(*file, request, response, keep_alive);
  } else if (const auto* events = std::get_if<EventStream>(&response.body)) {
    co_await SendEvents(*events, response);
  } else {
    const auto& body = std::get<std::string>(response.body);
    std::string message = FormatHead(response, static_cast<int64_t>(body.size()), keep_alive);
    if (request.method != "HEAD") message += body;
    co_await Write(message);
  }
}

asio::awaitable<void> Listener::Impl::Connection::SendFile(const FileBody& file, const Request& request,
                                                           const Response& response, bool keep_alive) {
  const FileDescriptor descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  const Upload removal = file.remove_afterwards ? Upload(file.path, 0) : Upload();
  const off_t size = descriptor.valid() ? ::lseek(descriptor.get(), 0, SEEK_END) : -1;
  if (size < 0) {
    co_await Send(request, listener_.application_.Refuse(request, 500, InternalError()), keep_alive);
    co_return;
  }
  co_await Write(FormatHead(response, size, keep_alive));
  for (off_t at = 0; at < size && request.method != "HEAD";) {
    const ssize_t count = co_await On(
        listener_.light_, [&] { return ::pread(descriptor.get(), chunk_.data(), chunk_.size(), at); });
    // The length is promised: all that is left is to break off.
    if (count <= 0) throw boost::system::system_error(asio::error::broken_pipe);
    co_await Write({chunk_.data(), static_cast<size_t>(count)});
    at += count;
  }
}

asio::awaitable<void> Listener::Impl::Connection::SendEvents(const EventStream& events,
                                                             const Response& response) {
  co_await Write(FormatHead(response, std::nullopt, false));
  auto last_write = std::chrono::steady_clock::now();
  asio::steady_timer timer(stream_.get_executor());
  while (!listener_.draining_) {
    std::optional<std::string> text = co_await On(listener_.light_, [&] { return events.poll(); });
    if (!text) break;
    const auto now = std::chrono::steady_clock::now();
    if (text->empty() && now - last_write >= kHeartbeatInterval) text = ":\n\n";
    if (!text->empty()) {
      co_await Write(*text);
      last_write = now;
    }
    timer.expires_after(kPollInterval);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> Listener::Impl::Connection::Linger() {
  error_code error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  stream_.expires_after(kLingerTime);
  while (!error) {
    co_await stream_.async_read_some(asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> Listener::Impl::Accept() {
  for (;;) {
    error_code error;
    tcp::socket socket = co_await acceptor_.async_accept(asio::make_strand(io_),
                                                         asio::redirect_error(asio::use_awaitable, error));
    if (draining_) co_return;
    if (error) {  // too many open files, most likely: let some close
      asio::steady_timer timer(io_, std::chrono::milliseconds(100));
      co_await timer.async_wait(asio::use_awaitable);
      continue;
    }
    {
      const std::lock_guard lock(mutex_);
      if (connections_.size() >= static_cast<size_t>(options_.max_connections)) continue;
    }
    const auto executor = socket.get_executor();
    auto connection = std::make_shared<Connection>(*this, std::move(socket));
    asio::co_spawn(
        executor, [connection]() -> asio::awaitable<void> { co_await connection->Run(); }, asio::detached);
  }
}

Status Listener::Impl::Start() {
  EASEL_TRY(MakeFolders(options_.uploads));
  error_code error;
  const auto address = asio::ip::make_address(options_.address, error);
  if (error) {
    return Fail(ErrorKind::kUsage, "address-invalid",
                {"\"" + options_.address + "\" is no address to listen on.",
                 "监听地址“" + options_.address + "”无效。"},
                {"Give a numeric one, such as 127.0.0.1:8700.", "请使用数字地址，例如 127.0.0.1:8700。"},
                options_.address);
  }
  const tcp::endpoint endpoint(address, options_.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  const std::string place = options_.address + ":" + std::to_string(options_.port);
  if (error == asio::error::address_in_use) {
    return Fail(
        ErrorKind::kResources, "address-in-use",
        {"Another program listens on " + place + " already.", "地址 " + place + " 已被其他程序占用。"},
        {"Stop it, or choose another port with --listen.", "请停止该程序，或用 --listen 指定其他端口。"},
        place);
  }
  if (error) {
    return Fail(
        ErrorKind::kUsage, "address-refused",
        {"Easel cannot listen on " + place + ": " + error.message() + ".",
         "无法监听 " + place + "：" + error.message() + "。"},
        {"Choose an address of this machine and a port above 1023.", "请选择本机地址和大于 1023 的端口。"},
        place);
  }
  port_ = acceptor_.local_endpoint().port();
  asio::co_spawn(
      acceptor_.get_executor(), [this]() -> asio::awaitable<void> { co_await Accept(); }, asio::detached);
  for (int i = 0; i < kIoThreads; ++i) threads_.emplace_back([this] { io_.run(); });
  return {};
}

void Listener::Impl::Wait() {
  error_code ignored;
  signals_.add(SIGINT, ignored);
  signals_.add(SIGTERM, ignored);
  const auto ask = [this] {
    const std::lock_guard lock(mutex_);
    stop_asked_ = true;
    changed_.notify_all();
  };
  signals_.async_wait([ask](error_code error, int) {
    if (!error) ask();
  });
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stop_asked_; });
  }
  Stop();
}

void Listener::Impl::CloseIdle() {
  const std::lock_guard lock(mutex_);
  for (Connection* connection : connections_) {
    if (auto alive = connection->weak_from_this().lock()) {
      alive->CloseIfIdle();
      // Destroying the last reference would take the mutex that is held here.
      asio::post(io_, [alive = std::move(alive)] {});
    }
  }
}

void Listener::Impl::Stop() {
  std::call_once(stopped_, [this] {
    draining_ = true;
    asio::post(io_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      signals_.cancel(ignored);
    });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(options_.drain_seconds);
    std::unique_lock lock(mutex_);
    stop_asked_ = true;
    changed_.notify_all();
    while (!connections_.empty() && std::chrono::steady_clock::now() < deadline) {
      lock.unlock();
      CloseIdle();
      lock.lock();
      changed_.wait_for(lock, std::chrono::milliseconds(100));
    }
    lock.unlock();
    io_.stop();
    threads_.clear();
    for (asio::thread_pool* pool : {&light_, &heavy_}) {
      pool->stop();
      pool->join();
    }
  });
}

Result<std::unique_ptr<Listener>> Listener::Start(const ListenerOptions& options, Application& application) {
  auto impl = std::make_unique<Impl>(options, application);
  EASEL_TRY(impl->Start());
  return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;
uint16_t Listener::port() const { return impl_->port(); }
void Listener::Wait() { impl_->Wait(); }
void Listener::Stop() { impl_->Stop(); }

}  // namespace easel::server::http
