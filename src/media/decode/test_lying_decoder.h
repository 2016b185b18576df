#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "base/random.h"
#include "media/decode/wire.h"

namespace easel::media {

/// A stand-in for a subverted decoder: a shell script that says what a real one never would. `says` are
/// arguments of printf; the first 8 bytes that a good one sends come of themselves.
class LyingDecoder {
 public:
  explicit LyingDecoder(const std::string& says)
      : folder_(testing::TempDir() + "/lying-decoder-" + RandomHex(8)) {
    std::filesystem::create_directories(folder_);
    std::ofstream(program()) << "#!/bin/sh\nexec >&0\nhead -c " << sizeof(wire::Hello)
                             << " >/dev/null\nprintf '1LSE\\007\\000\\000\\000'\n"
                             << says << '\n';
    std::filesystem::permissions(program(), std::filesystem::perms::owner_all);
  }
  ~LyingDecoder() { std::filesystem::remove_all(folder_); }
  std::filesystem::path program() const { return folder_ / "easel-decoder"; }

 private:
  std::filesystem::path folder_;
};

/// As arguments of printf.
inline std::string Printable(std::span<const std::byte> bytes) {
  std::string text;
  for (const std::byte byte : bytes) {
    const int value = static_cast<int>(byte);
    text += {'\\', static_cast<char>('0' + value / 64), static_cast<char>('0' + value / 8 % 8),
             static_cast<char>('0' + value % 8)};
  }
  return text;
}

}  // namespace easel::media
