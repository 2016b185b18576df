#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/options.h"
#include "base/result.h"
#include "media/decode/decoder.h"
#include "server/options.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::server {

/// What a server works with; all of it must outlive it.
struct ServerParts {
  store::Catalog& catalog;
  store::Blobs& blobs;
  media::Decoder& decoder;
  const Clock& clock;
  std::filesystem::path
      home;  ///< EASEL_HOME: uploads go to uploads/ in it, decoded recordings to cache/sounds/
  std::filesystem::path
      studio;           ///< the studio's pages, unless the option "studio" says otherwise; need not exist
  std::string version;  ///< of the program
};

/// The studio, its API and the EasyDL protocol over HTTP. Runs jobs of no kind: main starts the workers.
class Server {
 public:
  /// `options` are those of ServerOptions(). Once it listens, removes uploads that no job needs any more, and
  /// issues the set-up link while there is no password. Errors as http::Listener and "listen-invalid".
  static Result<std::unique_ptr<Server>> Start(const ServerParts& parts, const OptionValues& options);
  ~Server();

  uint16_t port() const;
  /// "http://127.0.0.1:8700/"
  std::string url() const;
  /// Where the owner chooses the password; empty when there is one. To be shown to who started the server,
  /// never logged.
  std::string setup_link() const;

  /// From now on SIGINT and SIGTERM ask for the end that Wait waits for, instead of ending the process: to be
  /// called before workers are started, which would be left behind.
  void CatchSignals();
  /// Catches signals, and blocks until one came, or Stop was called; then stops.
  void Wait();
  /// Lets requests under way finish, for ten seconds at most. Idempotent.
  void Stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace easel::server
