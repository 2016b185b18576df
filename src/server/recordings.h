#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <mutex>
#include <unordered_map>

#include "base/hash.h"
#include "base/result.h"
#include "media/decode/decoder.h"
#include "media/sound.h"
#include "store/blobs.h"

namespace easel::server {

/// A recording as people hear and see it: a WAV file of ours (media/encode/wav.h) with as many samples as
/// decoding gives.
struct Recording {
  std::filesystem::path file;
  int rate = 0;
  int64_t samples = 0;
  float peak = 0;  ///< the largest |x|

  int64_t bytes() const;  ///< of the file
};

/// The recordings that were asked for last, decoded once each, however many ask: MP3 and Ogg cannot be sought
/// in exactly, and a player asks for a piece at a time. Files lie in `folder`, which may be deleted at any
/// time, and make room when they are more than `max_bytes`. No more than a few minutes of sound are in memory
/// at a time. Thread-safe.
class Recordings {
 public:
  Recordings(std::filesystem::path folder, const store::Blobs& blobs, media::Decoder& decoder,
             int64_t max_bytes)
      : folder_(std::move(folder)), blobs_(blobs), decoder_(decoder), max_bytes_(max_bytes) {}

  /// The recording in the blob of that hash. Errors: "blob-missing" and those of the decoder.
  Result<Recording> Get(const Hash& hash);

  /// `count` samples from `begin` on, or as many as there are. Any number of threads.
  static Result<media::Sound> Read(const Recording& recording, int64_t begin, int64_t count);

 private:
  using Made = Result<Recording>;

  Made Make(const Hash& hash);
  Status Decode(const Hash& hash, const std::filesystem::path& file);
  /// Removes those used least lately; `kept` stays.
  void MakeRoom(const std::filesystem::path& kept);

  const std::filesystem::path folder_;
  const store::Blobs& blobs_;
  media::Decoder& decoder_;
  const int64_t max_bytes_;
  std::mutex mutex_;
  std::unordered_map<Hash, std::shared_future<Made>> making_;  // guarded by mutex_
  std::unordered_map<Hash, Recording> known_;                  // guarded by mutex_
  std::mutex room_;
};

}  // namespace easel::server
