#include "server/http/listener.h"

#include <csignal>
#include <thread>

#include "base/file.h"
#include "server/http/connection.h"

namespace easel::server::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kIoThreads = 2;

}  // namespace

class Listener::Impl {
 public:
  Impl(const ListenerOptions& options, Application& application)
      : shared_{.options = options,
                .application = application,
                .light = &light_,
                .heavy = &heavy_,
                .memory_left = options.max_memory},
        light_(static_cast<size_t>(options.light_threads)),
        heavy_(static_cast<size_t>(options.heavy_threads)) {}
  ~Impl() { Stop(); }

  Status Start();
  void Stop();
  void CatchSignals();
  void Wait();
  uint16_t port() const { return shared_.port; }

 private:
  asio::awaitable<void> Accept();

  Shared shared_;
  std::once_flag stopped_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_asked_ = false;  // guarded by mutex_

  // The pools' queues may hold coroutines that refer to the context: they have to go first.
  asio::io_context io_{kIoThreads};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  tcp::acceptor acceptor_{asio::make_strand(io_)};
  std::optional<asio::signal_set> signals_;
  std::vector<std::jthread> threads_;
  asio::thread_pool light_;
  asio::thread_pool heavy_;
};

asio::awaitable<void> Listener::Impl::Accept() {
  for (;;) {
    error_code error;
    tcp::socket socket = co_await acceptor_.async_accept(asio::make_strand(io_),
                                                         asio::redirect_error(asio::use_awaitable, error));
    if (shared_.draining) co_return;
    if (error) {  // too many open files, most likely: let some close
      asio::steady_timer timer(acceptor_.get_executor(), std::chrono::milliseconds(100));
      co_await timer.async_wait(asio::use_awaitable);
      continue;
    }
    if (shared_.connections.size() >= static_cast<size_t>(shared_.options.max_connections)) continue;
    const auto executor = socket.get_executor();
    auto connection = std::make_shared<Connection>(shared_, std::move(socket));
    asio::co_spawn(
        executor, [connection]() -> asio::awaitable<void> { co_await connection->Run(); }, asio::detached);
  }
}

Status Listener::Impl::Start() {
  EASEL_TRY(MakeFolders(shared_.options.uploads));
  error_code error;
  const auto address = asio::ip::make_address(shared_.options.address, error);
  if (error) {
    return Fail(ErrorKind::kUsage, "address-invalid",
                {"\"" + shared_.options.address + "\" is no address to listen on.",
                 "监听地址“" + shared_.options.address + "”无效。"},
                {"Give a numeric one, such as 127.0.0.1:8700.", "请使用数字地址，例如 127.0.0.1:8700。"},
                shared_.options.address);
  }
  const tcp::endpoint endpoint(address, shared_.options.port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  const std::string place = shared_.options.address + ":" + std::to_string(shared_.options.port);
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
  shared_.port = acceptor_.local_endpoint().port();
  asio::co_spawn(
      acceptor_.get_executor(), [this]() -> asio::awaitable<void> { co_await Accept(); }, asio::detached);
  for (int i = 0; i < kIoThreads; ++i) threads_.emplace_back([this] { io_.run(); });
  return {};
}

void Listener::Impl::CatchSignals() {
  if (signals_) return;
  signals_.emplace(io_, SIGINT, SIGTERM);
  signals_->async_wait([this](error_code error, int) {
    if (error) return;
    const std::lock_guard lock(mutex_);
    stop_asked_ = true;
    changed_.notify_all();
  });
}

void Listener::Impl::Wait() {
  CatchSignals();
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stop_asked_; });
  }
  signals_.reset();  // a second one ends the process at once
  Stop();
}

void Listener::Impl::Stop() {
  std::call_once(stopped_, [this] {
    shared_.draining = true;
    asio::post(acceptor_.get_executor(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    {
      const std::lock_guard lock(mutex_);
      stop_asked_ = true;
      changed_.notify_all();
    }
    shared_.connections.Drain(std::chrono::steady_clock::now() +
                              std::chrono::seconds(shared_.options.drain_seconds));
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
void Listener::CatchSignals() { impl_->CatchSignals(); }
void Listener::Wait() { impl_->Wait(); }
void Listener::Stop() { impl_->Stop(); }

}  // namespace easel::server::http
