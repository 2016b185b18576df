#include "server/recordings.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

#include "base/file.h"
#include "base/random.h"
#include "media/decode/pieces.h"
#include "media/encode/wav.h"

namespace easel::server {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kSamplesAtATime = int64_t{4} << 20;
constexpr int64_t kMostSamples = (int64_t{1} << 31) - 64;  ///< that a WAV file can hold
constexpr size_t kMostKnown = 100'000;

/// A number of the header, least byte first.
template <typename T>
T NumberAt(std::span<const std::byte> bytes, size_t at) {
  T value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

Status ReadAt(const FileDescriptor& file, std::span<std::byte> out, int64_t at, const fs::path& path) {
  while (!out.empty()) {
    const ssize_t count = ::pread(file.get(), out.data(), out.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return FailErrno("read", path.filename(), count < 0 ? errno : EIO);
    out = out.subspan(static_cast<size_t>(count));
    at += count;
  }
  return {};
}

float PeakOf(const media::Sound& sound) {
  float peak = 0;
  for (const float sample : sound.samples) peak = std::max(peak, std::abs(sample));
  return peak;
}

/// What the file says, once it is known to be whole.
std::optional<Recording> Open(const fs::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return std::nullopt;
  std::array<std::byte, media::kWavHeaderBytes> header;
  if (!ReadAt(file, header, 0, path)) return std::nullopt;
  Recording recording{.file = path,
                      .rate = static_cast<int>(NumberAt<uint32_t>(header, 24)),
                      .samples = NumberAt<uint32_t>(header, 40) / int64_t{media::kWavSampleBytes}};
  if (recording.rate <= 0 || recording.samples <= 0) return std::nullopt;
  if (media::WavHeader(recording.rate, recording.samples) != header) return std::nullopt;
  if (::lseek(file.get(), 0, SEEK_END) != recording.bytes()) return std::nullopt;
  for (int64_t at = 0; at < recording.samples; at += kSamplesAtATime) {
    const auto some = Recordings::Read(recording, at, kSamplesAtATime);
    if (!some) return std::nullopt;
    recording.peak = std::max(recording.peak, PeakOf(*some));
  }
  return recording;
}

std::unexpected<Error> TooLong() {
  return Fail(ErrorKind::kBadInput, "sound-too-long",
              {"The recording is too long to be played here.", "录音过长，无法在此播放。"},
              {"Cut it into shorter files and import those.", "请切成较短的文件后导入。"});
}

}  // namespace

int64_t Recording::bytes() const {
  return static_cast<int64_t>(media::kWavHeaderBytes) +
         samples * static_cast<int64_t>(media::kWavSampleBytes);
}

Result<Recording> Recordings::Get(const Hash& hash) {
  std::promise<Made> promise;
  std::shared_future<Made> future;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(hash); found != known_.end()) {
      std::error_code gone;
      fs::last_write_time(found->second.file, fs::file_time_type::clock::now(), gone);
      if (!gone) return found->second;
      known_.erase(found);
    }
    if (const auto found = making_.find(hash); found != making_.end()) {
      future = found->second;
    } else {
      making_[hash] = promise.get_future().share();
    }
  }
  if (future.valid()) return future.get();
  const auto finish = [&](const Made& made) {
    const std::lock_guard lock(mutex_);
    making_.erase(hash);
    if (known_.size() >= kMostKnown) known_.clear();
    if (made) known_[hash] = *made;
  };
  try {
    Made made = Make(hash);
    finish(made);
    promise.set_value(made);
    return made;
  } catch (...) {
    finish(std::unexpected(Error{}));
    promise.set_exception(std::current_exception());
    throw;
  }
}

Recordings::Made Recordings::Make(const Hash& hash) {
  const fs::path file = folder_ / (hash.Hex() + ".wav");
  if (auto there = Open(file)) return std::move(*there);
  EASEL_TRY(MakeFolders(folder_));
  const fs::path draft = folder_ / (hash.Hex() + "." + RandomHex(8));
  Status status = Decode(hash, draft);
  std::error_code failed;
  if (status) fs::rename(draft, file, failed);
  if (!status || failed) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    if (!status) return std::unexpected(std::move(status).error());
    return FailErrno("rename", file.filename(), failed.value());
  }
  MakeRoom(file);
  if (auto made = Open(file)) return std::move(*made);
  return FailErrno("read", file.filename(), EIO);
}

Status Recordings::Decode(const Hash& hash, const fs::path& path) {
  EASEL_ASSIGN(const MappedFile blob, blobs_.Map(hash));
  const FileDescriptor file(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
  if (!file.valid()) return FailErrno("create", path.filename(), errno);
  const std::array<std::byte, media::kWavHeaderBytes> room{};
  EASEL_TRY(WriteAll(file.get(), room, path.filename()));
  int64_t samples = 0;
  EASEL_ASSIGN(const media::SoundLength length,
               media::DecodeInPieces(decoder_, blob.bytes(), [&](const media::Sound& piece) -> Status {
                 samples += static_cast<int64_t>(piece.samples.size());
                 if (samples > kMostSamples) return TooLong();
                 return WriteAll(file.get(), media::WavSamples(piece.samples), path.filename());
               }));
  const auto header = media::WavHeader(length.rate, length.samples);
  if (::pwrite(file.get(), header.data(), header.size(), 0) != static_cast<ssize_t>(header.size()))
    return FailErrno("write", path.filename(), errno);
  return {};
}

void Recordings::MakeRoom(const fs::path& kept) {
  const std::lock_guard lock(room_);
  struct Entry {
    fs::file_time_type used;
    int64_t bytes;
    fs::path path;
  };
  std::vector<Entry> entries;
  int64_t total = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::error_code gone;
    const auto bytes = static_cast<int64_t>(entry.file_size(gone));
    const auto used = entry.last_write_time(gone);
    if (gone) continue;
    total += bytes;
    if (entry.path() != kept) entries.push_back({used, bytes, entry.path()});
  }
  if (total <= max_bytes_) return;
  std::ranges::sort(entries, {}, &Entry::used);
  for (const Entry& entry : entries) {
    if (total <= max_bytes_) return;
    fs::remove(entry.path, error);
    total -= entry.bytes;
  }
}

Result<media::Sound> Recordings::Read(const Recording& recording, int64_t begin, int64_t count) {
  begin = std::clamp<int64_t>(begin, 0, recording.samples);
  count = std::clamp<int64_t>(count, 0, recording.samples - begin);
  const FileDescriptor file(::open(recording.file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return FailErrno("open", recording.file.filename(), errno);
  std::vector<int16_t> stored(static_cast<size_t>(count));
  EASEL_TRY(ReadAt(
      file, std::as_writable_bytes(std::span(stored)),
      static_cast<int64_t>(media::kWavHeaderBytes) + begin * static_cast<int64_t>(media::kWavSampleBytes),
      recording.file));
  media::Sound sound{.rate = recording.rate, .samples = std::vector<float>(stored.size())};
  std::ranges::transform(stored, sound.samples.begin(),
                         [](int16_t sample) { return static_cast<float>(sample) / 32768.0F; });
  return sound;
}

}  // namespace easel::server
