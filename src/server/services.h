#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"
#include "media/decode/decoder.h"
#include "server/auth.h"
#include "server/hosting/hosted_models.h"
#include "server/recordings.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::server {

/// What routes work with. All of it is thread-safe and outlives them.
struct Services {
  store::Catalog& catalog;
  store::Blobs& blobs;
  media::Decoder& decoder;
  const Clock& clock;
  Auth& auth;
  HostedModels& hosted;
  Recordings& recordings;
  std::filesystem::path uploads;  ///< files on their way to a job, and archives on their way to a client
  int64_t max_upload = 0;         ///< bytes
  std::string version;            ///< of the program
};

}  // namespace easel::server
