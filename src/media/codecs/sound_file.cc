#include "media/codecs/sound_file.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

// Whether the chunk that holds the samples is longer than the file, or the file ends before it. 0 and "all ones" are
// what a program writes that could not come back to fill in the length.
bool EndsInsideChunk(std::string_view file, std::string_view name, bool big_endian) {
  size_t at = 12;
  while (at + 8 <= file.size()) {
    uint32_t length = 0;
    for (size_t i = 0; i < 4; ++i) {
      const auto byte = static_cast<unsigned char>(file[at + 4 + (big_endian ? i : 3 - i)]);
      length = length << 8 | byte;
    }
    const size_t left = file.size() - at - 8;
    if (file.substr(at, 4) == name) return length != 0xffffffff && length > left;
    if (length >= left) return true;
    at += 8 + size_t{length} + length % 2;
  }
  return true;
}

}  // namespace

sf_count_t SoundFile::ReadMemory(void* target, sf_count_t count, void* memory) {
  auto& [bytes, at] = *static_cast<Memory*>(memory);
  const auto size = static_cast<sf_count_t>(bytes.size());
  count = std::clamp<sf_count_t>(count, 0, std::max<sf_count_t>(size - at, 0));
  if (count > 0) std::memcpy(target, bytes.data() + at, static_cast<size_t>(count));
  at += count;
  return count;
}

sf_count_t SoundFile::SeekMemory(sf_count_t offset, int whence, void* memory) {
  auto& [bytes, at] = *static_cast<Memory*>(memory);
  const auto size = static_cast<sf_count_t>(bytes.size());
  const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at : size;
  if (offset < -base || offset > INT64_MAX - base) return -1;
  return at = base + offset;
}

std::optional<SoundFile> SoundFile::Open(std::span<const std::byte> bytes) {
  SF_VIRTUAL_IO io{
      .get_filelen = [](void* memory) { return static_cast<sf_count_t>(static_cast<Memory*>(memory)->bytes.size()); },
      .seek = SeekMemory,
      .read = ReadMemory,
      .write = [](const void*, sf_count_t, void*) { return sf_count_t{0}; },
      .tell = [](void* memory) { return static_cast<Memory*>(memory)->at; }};
  SoundFile opened;
  opened.memory_ = std::make_unique<Memory>(bytes);
  opened.file_.reset(sf_open_virtual(&io, SFM_READ, &opened.info_, opened.memory_.get()));
  if (!opened.file_) return std::nullopt;
  return opened;
}

std::optional<SoundFormat> SoundFile::format() const {
  switch (info_.format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_AIFF:
      return SoundFormat::kWav;
    case SF_FORMAT_FLAC:
      return SoundFormat::kFlac;
    case SF_FORMAT_OGG:
      return SoundFormat::kOgg;
    case SF_FORMAT_MPEG:
      return SoundFormat::kMp3;
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> SoundFile::frames() const {
  if (info_.frames < 0 || info_.frames == SF_COUNT_MAX) return std::nullopt;
  return info_.frames;
}

bool SoundFile::IsCutShort() const {
  const std::string_view file(reinterpret_cast<const char*>(memory_->bytes.data()), memory_->bytes.size());
  if (file.starts_with("RIFF"sv)) return EndsInsideChunk(file, "data"sv, false);
  if (file.starts_with("FORM"sv)) return EndsInsideChunk(file, "SSND"sv, true);
  return file.starts_with("OggS"sv) && !frames();  // it ends without its last page
}

bool SoundFile::SeekExactly(int64_t frame) {
  const auto known = format();
  const bool exact = known == SoundFormat::kWav || known == SoundFormat::kFlac;
  return exact && sf_seek(file_.get(), frame, SEEK_SET) == frame;
}

int64_t SoundFile::Read(std::span<float> interleaved) {
  const auto wanted = static_cast<sf_count_t>(interleaved.size()) / channels();
  const sf_count_t got = sf_readf_float(file_.get(), interleaved.data(), wanted);
  damaged_ = damaged_ || got < 0 || sf_error(file_.get()) != SF_ERR_NO_ERROR;
  return std::clamp<sf_count_t>(got, 0, wanted);
}

}  // namespace easel::media
