#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/file.h"
#include "base/result.h"

namespace easel::training {

/// Curves for TensorBoard: an event file, to which scalars are appended. Not thread-safe.
///
/// The file is a sequence of TFRecords, each a protobuf message of type Event: the first has file_version
/// "brain.Event:2", every other one a wall time, a step, and a Summary with one simple_value
/// (tensorflow/core/util/event.proto, framework/summary.proto).
class TensorBoardWriter {
 public:
  /// Begins a file of its own in `folder`, which is made where it is not; TensorBoard shows all files of a
  /// folder as one run. `clock` outlives the writer. Errors: as the disk has them.
  static Result<TensorBoardWriter> Open(const std::filesystem::path& folder, const Clock& clock);

  /// Notes a value for Flush. `step` counts from any number upwards; `tag` is what the curve is called, e.g.
  /// "loss/train".
  void Scalar(std::string_view tag, int64_t step, double value);

  /// Appends what was noted since, whole records only unless the disk is full.
  Status Flush();

 private:
  TensorBoardWriter(FileDescriptor file, std::filesystem::path path, const Clock& clock)
      : file_(std::move(file)), path_(std::move(path)), clock_(&clock) {}

  FileDescriptor file_;
  std::filesystem::path path_;
  const Clock* clock_;
  std::string pending_;
};

/// The cyclic redundancy check CRC-32C (Castagnoli; RFC 3720, appendix B.4).
uint32_t Crc32c(std::span<const std::byte> bytes);

/// A record: u64 length, masked CRC-32C of it, the data, masked CRC-32C of them; all little-endian. Masked is
/// rotated right by 15 bits plus 0xa282ead8.
std::string TfRecord(std::string_view data);

}  // namespace easel::training
