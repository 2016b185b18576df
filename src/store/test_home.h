#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "store/catalog.h"

/// What the tests of this room and of those above it share.
namespace easel::store {

/// An EASEL_HOME that is gone afterwards. In memory where that is possible: a new catalog takes a dozen flushes, which on a
/// busy disk are a second.
class TestHome {
 public:
  TestHome() {
    const std::filesystem::path memory = "/dev/shm";
    const bool has_memory = ::access(memory.c_str(), W_OK) == 0;
    std::string name = ((has_memory ? memory : std::filesystem::temp_directory_path()) / "easel-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~TestHome() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  TestHome(const TestHome&) = delete;
  TestHome& operator=(const TestHome&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A clock that stands still until it is moved.
class TestClock final : public Clock {
 public:
  int64_t WallMillis() const override { return kWallStart + now_; }
  int64_t SteadyMillis() const override { return now_; }
  void Advance(int64_t millis) { now_ += millis; }

 private:
  static constexpr int64_t kWallStart = 1'700'000'000'000;
  std::atomic<int64_t> now_ = 1'000;
};

/// The value, or a failed test (by exception) that says why there is none.
template <typename T>
T Must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + ": " + result.error().message.en);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

template <typename T>
std::string CodeOf(const Result<T>& result) {
  return result ? "" : result.error().code;
}

}  // namespace easel::store
