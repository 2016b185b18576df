#include "training/engine/tensorboard.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <bit>
#include <cerrno>

#include "base/random.h"

namespace easel::training {
namespace {

constexpr std::array<uint32_t, 256> CrcTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78U : 0);
    table[i] = crc;
  }
  return table;
}

template <typename T>
void AppendNumber(std::string& out, T number) {
  static_assert(std::endian::native == std::endian::little);
  const auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(number);
  out.append(bytes.data(), bytes.size());
}

// The wire format of protocol buffers: each field is (number << 3 | type) and its value.
enum Wire : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void AppendVarint(std::string& out, uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

void AppendKey(std::string& out, uint32_t field, Wire wire) { AppendVarint(out, field << 3 | wire); }

void AppendBytes(std::string& out, uint32_t field, std::string_view bytes) {
  AppendKey(out, field, kBytes);
  AppendVarint(out, bytes.size());
  out += bytes;
}

std::string EventAt(int64_t wall_millis) {
  std::string event;
  AppendKey(event, 1, kFixed64);
  AppendNumber(event, static_cast<double>(wall_millis) / 1000);
  return event;
}

uint32_t MaskedCrc(std::string_view data) {
  const uint32_t crc = Crc32c(std::as_bytes(std::span(data)));
  return std::rotr(crc, 15) + 0xa282ead8U;
}

}  // namespace

uint32_t Crc32c(std::span<const std::byte> bytes) {
  static constexpr std::array<uint32_t, 256> kTable = CrcTable();
  uint32_t crc = ~0U;
  for (const std::byte byte : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<uint32_t>(byte)) & 0xff];
  return ~crc;
}

std::string TfRecord(std::string_view data) {
  std::string record;
  AppendNumber(record, static_cast<uint64_t>(data.size()));
  AppendNumber(record, MaskedCrc(record));
  record += data;
  AppendNumber(record, MaskedCrc(data));
  return record;
}

Result<TensorBoardWriter> TensorBoardWriter::Open(const std::filesystem::path& folder, const Clock& clock) {
  EASEL_TRY(MakeFolders(folder));
  const int64_t now = clock.WallMillis();
  // TensorBoard reads a folder's files in the order of their names, so the time comes first.
  const std::filesystem::path path =
      folder / fmt::format("events.out.tfevents.{:010}.{}.easel", now / 1000, RandomHex(4));
  FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644));
  if (!file.valid()) return FailErrno("open", path.string(), errno);
  TensorBoardWriter writer(std::move(file), path, clock);
  std::string version = EventAt(now);
  AppendBytes(version, 3, "brain.Event:2");
  writer.pending_ = TfRecord(version);
  EASEL_TRY(writer.Flush());
  return writer;
}

void TensorBoardWriter::Scalar(std::string_view tag, int64_t step, double value) {
  std::string point;
  AppendBytes(point, 1, tag);
  AppendKey(point, 2, kFixed32);
  AppendNumber(point, static_cast<float>(value));
  std::string summary;
  AppendBytes(summary, 1, point);
  std::string event = EventAt(clock_->WallMillis());
  AppendKey(event, 2, kVarint);
  AppendVarint(event, static_cast<uint64_t>(step));
  AppendBytes(event, 5, summary);
  pending_ += TfRecord(event);
}

Status TensorBoardWriter::Flush() {
  EASEL_TRY(WriteAll(file_.get(), std::as_bytes(std::span(pending_)), path_));
  pending_.clear();
  return {};
}

}  // namespace easel::training
