#include "server/http/connection.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <boost/beast/http.hpp>

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

std::unexpected<Error> Malformed(std::string rule) {
  return Fail(
      ErrorKind::kUsage, "request-malformed",
      {"This is not a proper HTTP request (" + rule + ").", "HTTP 请求格式不正确（" + rule + "）。"},
      {"Use an HTTP client library, and short header fields.", "请使用标准 HTTP 客户端，并缩短请求头。"},
      rule);
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

struct Connection::Parser : beast::http::request_parser<beast::http::buffer_body> {
  Parser() {
    header_limit(kMaxHeadBytes);
    body_limit(boost::none);  // the plan's limit counts
  }
};

void ConnectionSet::Add(Connection* connection) {
  const std::lock_guard lock(mutex_);
  connections_.insert(connection);
}

void ConnectionSet::Remove(Connection* connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(connection);
  changed_.notify_all();
}

size_t ConnectionSet::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

void ConnectionSet::CloseIdle() {
  // Letting go of a connection may destroy it, which takes the mutex.
  std::vector<std::shared_ptr<Connection>> alive;
  {
    const std::lock_guard lock(mutex_);
    for (Connection* connection : connections_) alive.push_back(connection->weak_from_this().lock());
  }
  for (const auto& connection : alive) {
    if (connection) connection->CloseIfIdle();
  }
}

void ConnectionSet::Drain(std::chrono::steady_clock::time_point deadline) {
  while (size() > 0 && std::chrono::steady_clock::now() < deadline) {
    CloseIdle();
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return connections_.empty(); });
  }
}

Connection::Connection(Shared& shared, tcp::socket socket) : shared_(shared), stream_(std::move(socket)) {
  shared_.connections.Add(this);
}

Connection::~Connection() { shared_.connections.Remove(this); }

asio::awaitable<void> Connection::Run() {
  error_code ignored;
  peer_ = stream_.socket().remote_endpoint(ignored).address();
  stream_.socket().set_option(tcp::no_delay(true), ignored);
  try {
    while (co_await ServeOne()) {
    }
  } catch (const boost::system::system_error&) {
    // The client left or was too slow: nobody to tell.
  } catch (const std::exception& bug) {
    spdlog::error("internal error in a connection: {}", bug.what());
  }
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

void Connection::CloseIfIdle() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    if (self->idle_) self->stream_.cancel();
  });
}

template <typename Work, typename R>
asio::awaitable<R> Connection::Ask(asio::thread_pool& pool, const Request& request, Work work) {
  return On(pool, [this, &request, work = std::move(work)]() mutable -> R {
    try {
      return work();
    } catch (const std::exception& bug) {
      spdlog::error("internal error in {} {}: {}", request.method, request.path, bug.what());
      return shared_.application.Refuse(request, 500, InternalError());
    }
  });
}

asio::awaitable<void> Connection::ReadSome() {
  const size_t count = co_await stream_.async_read_some(buffer_.prepare(kChunkBytes), asio::use_awaitable);
  buffer_.commit(count);
}

asio::awaitable<std::optional<size_t>> Connection::ReadHead() {
  const ListenerOptions& options = shared_.options;
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

Result<Request> Connection::ParseHead(std::optional<size_t> bytes, Parser& parser) {
  if (!bytes) return Malformed("head-size");
  EASEL_TRY(CheckHead({static_cast<const char*>(buffer_.data().data()), *bytes}));
  error_code error;
  buffer_.consume(parser.put(buffer_.data(), error));
  if (error) return Malformed(error.message());
  const auto& message = parser.get();
  Request request;
  request.method = message.method_string();
  const std::string_view target(message.target().data(), message.target().size());
  const size_t question = std::min(target.find('?'), target.size());
  request.path = target.substr(0, question);
  auto query = ParseForm(target.substr(std::min(question + 1, target.size())));
  if (!query) return Malformed("query");
  request.query = std::move(*query);
  for (const auto& field : message) request.headers.Add(field.name_string(), field.value());
  request.language = ChooseLanguage(request.headers.Get("Accept-Language"));
  request.client = peer_.to_string();
  request.local_port = shared_.port;
  request.is_loopback =
      peer_.is_loopback() && !request.headers.Has("Forwarded") && !request.headers.Has("X-Forwarded-For");
  return request;
}

asio::awaitable<Response> Connection::Answer(Request& request, Parser& parser) {
  auto admission = co_await Ask(*shared_.light, request, [&]() -> std::variant<Response, Plan> {
    return shared_.application.Admit(request);
  });
  if (auto* early = std::get_if<Response>(&admission)) co_return std::move(*early);
  const Plan& plan = std::get<Plan>(admission);
  const auto unknown = parser.is_done() ? uint64_t{0} : static_cast<uint64_t>(plan.max_body);
  const uint64_t length = parser.content_length().value_or(unknown);
  if (length > static_cast<uint64_t>(plan.max_body)) co_return plan.too_large(request);
  MemoryShare share(shared_.memory_left);
  if (plan.place == BodyPlace::kMemory && !share.Take(static_cast<int64_t>(length))) {
    co_return shared_.application.Refuse(request, 503, Busy());
  }
  if (auto refusal = co_await ReadBody(parser, plan, request)) co_return std::move(*refusal);
  co_return co_await Ask(plan.heavy ? *shared_.heavy : *shared_.light, request,
                         [&]() -> Response { return plan.handle(request); });
}

asio::awaitable<bool> Connection::ServeOne() {
  if (shared_.draining) co_return false;
  const std::optional<size_t> head_bytes = co_await ReadHead();
  const auto started = std::chrono::steady_clock::now();
  Parser parser;
  Result<Request> parsed = ParseHead(head_bytes, parser);
  Request request = parsed ? std::move(*parsed) : Request{};
  // GCC 12 destroys the temporaries of a co_await inside of ?: twice.
  Response response;
  if (parsed) {
    response = co_await Answer(request, parser);
  } else {
    response = shared_.application.Refuse(request, head_bytes ? 400 : 431, parsed.error());
  }
  const bool is_read = parsed && parser.is_done();
  const bool keep_alive = is_read && parser.keep_alive() && !shared_.draining &&
                          !std::holds_alternative<EventStream>(response.body);
  const int status = response.status;
  co_await Send(request, std::move(response), keep_alive);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
  spdlog::info("{} {} {} {} {:.1f} ms", peer_.to_string(), request.method, request.path, status,
               took.count());
  if (!is_read) co_await Linger();
  co_return keep_alive;
}

asio::awaitable<size_t> Connection::ReadBodyChunk(Parser& parser) {
  parser.get().body().data = chunk_.data();
  parser.get().body().size = chunk_.size();
  stream_.expires_after(std::chrono::seconds(shared_.options.body_seconds));
  error_code error;
  co_await beast::http::async_read_some(stream_, buffer_, parser,
                                        asio::redirect_error(asio::use_awaitable, error));
  if (error && error != beast::http::error::need_buffer) throw boost::system::system_error(error);
  co_return chunk_.size() - parser.get().body().size;
}

asio::awaitable<std::optional<Response>> Connection::ReadBody(Parser& parser, const Plan& plan,
                                                              Request& request) {
  if (!parser.is_done() && beast::iequals(parser.get()[beast::http::field::expect], "100-continue")) {
    co_await Write("HTTP/1.1 100 Continue\r\n\r\n");
  }
  UploadFile file;
  const bool to_file = plan.place == BodyPlace::kFile;
  Status status;
  if (to_file) status = co_await On(*shared_.light, [&] { return file.Open(shared_.options.uploads); });
  int64_t bytes = 0;
  while (status && !parser.is_done()) {
    const size_t count = co_await ReadBodyChunk(parser);
    bytes += static_cast<int64_t>(count);
    if (bytes > plan.max_body) co_return plan.too_large(request);
    const std::string_view chunk(chunk_.data(), count);
    if (to_file) {
      status = co_await On(*shared_.light, [&] { return file.Write(chunk); });
    } else {
      request.body.append(chunk);
    }
  }
  if (status && to_file) {
    auto upload = co_await On(*shared_.light, [&] { return file.Finish(bytes); });
    if (upload) {
      request.upload = std::move(*upload);
    } else {
      status = std::unexpected(upload.error());
    }
  }
  if (!status) co_return shared_.application.Refuse(request, StatusOf(status.error()), status.error());
  co_return std::nullopt;
}

asio::awaitable<void> Connection::Write(std::string_view bytes) {
  stream_.expires_after(kWriteTime);
  co_await asio::async_write(stream_, asio::buffer(bytes), asio::use_awaitable);
}

asio::awaitable<void> Connection::Send(const Request& request, Response response, bool keep_alive) {
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

asio::awaitable<void> Connection::SendFile(const FileBody& file, const Request& request,
                                           const Response& response, bool keep_alive) {
  const FileDescriptor descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  const Upload removal = file.remove_afterwards ? Upload(file.path, 0) : Upload();
  const off_t size = descriptor.valid() ? ::lseek(descriptor.get(), 0, SEEK_END) : -1;
  const off_t end = file.length ? file.begin + *file.length : size;
  if (size < 0 || file.begin > end || end > size) {
    co_await Send(request, shared_.application.Refuse(request, 500, InternalError()), keep_alive);
    co_return;
  }
  co_await Write(FormatHead(response, end - file.begin, keep_alive));
  for (off_t at = file.begin; at < end && request.method != "HEAD";) {
    const auto wanted = static_cast<size_t>(std::min<off_t>(end - at, kChunkBytes));
    const ssize_t count =
        co_await On(*shared_.light, [&] { return ::pread(descriptor.get(), chunk_.data(), wanted, at); });
    // The length is promised: all that is left is to break off.
    if (count <= 0) throw boost::system::system_error(asio::error::broken_pipe);
    co_await Write({chunk_.data(), static_cast<size_t>(count)});
    at += count;
  }
}

asio::awaitable<void> Connection::SendEvents(const EventStream& events, const Response& response) {
  co_await Write(FormatHead(response, std::nullopt, false));
  auto last_write = std::chrono::steady_clock::now();
  asio::steady_timer timer(stream_.get_executor());
  while (!shared_.draining) {
    std::optional<std::string> text = co_await On(*shared_.light, [&] { return events.poll(); });
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

asio::awaitable<void> Connection::Linger() {
  error_code error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  stream_.expires_after(kLingerTime);
  while (!error) {
    co_await stream_.async_read_some(asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
  }
}

}  // namespace easel::server::http
