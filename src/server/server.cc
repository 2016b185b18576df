#include "server/server.h"

#include "base/file.h"
#include "base/parallel.h"
#include "publish/releases.h"
#include "server/application.h"
#include "server/http/listener.h"
#include "server/services.h"
#include "server/uploads.h"

namespace easel::server {
namespace {

constexpr std::string_view kSetupName = "setup";
constexpr int64_t kMaxRecordings = int64_t{4} << 30;  ///< bytes of recordings that are kept decoded
constexpr int64_t kSetupMillis = int64_t{7} * 24 * 3600 * 1000;

/// A fresh set-up token while there is no password, else an empty one. Older ones end.
Result<std::string> IssueSetupToken(store::Credentials& credentials) {
  EASEL_ASSIGN(const bool has_password, credentials.HasPassword());
  EASEL_TRY(credentials.RevokeNamed(store::TokenKind::kSetup, kSetupName));
  if (has_password) return std::string();
  return credentials.IssueToken(store::TokenKind::kSetup, kSetupName, kSetupMillis);
}

int64_t Mebibytes(const OptionValues& options, std::string_view name) { return options.Integer(name) << 20; }

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerParts& parts, const OptionValues& options, StudioFiles studio,
       const ListenAddress& address)
      : address_(address),
        auth_(parts.catalog.credentials(), parts.clock),
        hosted_(
            [&blobs = parts.blobs](const store::Model& model) { return publish::LoadModel(blobs, model); },
            Mebibytes(options, "model-memory")),
        recordings_(parts.home / "cache" / "sounds", parts.blobs, parts.decoder, kMaxRecordings),
        services_{.catalog = parts.catalog,
                  .blobs = parts.blobs,
                  .decoder = parts.decoder,
                  .clock = parts.clock,
                  .auth = auth_,
                  .hosted = hosted_,
                  .recordings = recordings_,
                  .uploads = parts.home / "uploads",
                  .max_upload = Mebibytes(options, "max-upload"),
                  .version = parts.version},
        application_(services_, std::move(studio), options.Integer("max-qps")) {}

  Status Start() {
    if (address_.IsLoopback()) application_.OnlyServeLocalNames();
    http::ListenerOptions options;
    options.address = address_.host;
    options.port = address_.port;
    options.uploads = services_.uploads;
    options.heavy_threads = ProcessorCount();
    EASEL_ASSIGN(listener_, http::Listener::Start(options, application_));
    // Where another server has the address, its uploads and its set-up link stay as they are.
    EASEL_TRY(SweepUploads(services_.catalog, services_.uploads));
    EASEL_ASSIGN(setup_token_, IssueSetupToken(services_.catalog.credentials()));
    return {};
  }

  std::string Url() const {
    return "http://" + address_.UrlHost() + ":" + std::to_string(listener_->port()) + "/";
  }

  const ListenAddress address_;
  Auth auth_;
  HostedModels hosted_;
  Recordings recordings_;
  Services services_;
  Application application_;
  std::string setup_token_;
  std::unique_ptr<http::Listener> listener_;
};

Result<std::unique_ptr<Server>> Server::Start(const ServerParts& parts, const OptionValues& options) {
  EASEL_ASSIGN(const ListenAddress address, ParseListen(options.Text("listen")));
  const std::filesystem::path folder =
      options.Has("studio") ? std::filesystem::path(options.Text("studio")) : parts.studio;
  EASEL_ASSIGN(StudioFiles studio, StudioFiles::Open(folder));
  auto impl = std::make_unique<Impl>(parts, options, std::move(studio), address);
  EASEL_TRY(impl->Start());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

uint16_t Server::port() const { return impl_->listener_->port(); }
std::string Server::url() const { return impl_->Url(); }
std::string Server::setup_link() const {
  return impl_->setup_token_.empty() ? "" : impl_->Url() + "#/setup/" + impl_->setup_token_;
}
void Server::CatchSignals() { impl_->listener_->CatchSignals(); }
void Server::Wait() { impl_->listener_->Wait(); }
void Server::Stop() { impl_->listener_->Stop(); }

}  // namespace easel::server
