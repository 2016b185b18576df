// What was acknowledged stays: real processes, killed and starved of space.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

#include "base/random.h"
#include "store/blobs.h"
#include "store/catalog.h"
#include "store/database.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

/// Stores the bytes and adds an item with them.
Status AddItem(Catalog& catalog, Blobs& blobs, ProjectId project, std::string_view content) {
  EASEL_ASSIGN(const Hash hash, blobs.Put(std::as_bytes(std::span(content))));
  const NewItem item{.hash = hash,
                     .name = std::string(content),
                     .bytes = static_cast<int64_t>(content.size()),
                     .class_name = "c"};
  EASEL_TRY(catalog.items().Insert(project, std::span(&item, 1)));
  return {};
}

std::string Content(int round, int i) { return std::to_string(round) + ":" + std::to_string(i); }

/// Adds items for ever, and writes the number of each to the pipe once it was acknowledged.
[[noreturn]] void AddUntilKilled(const std::filesystem::path& home, ProjectId project, int round, int pipe) {
  try {
    const SystemClock clock;
    const auto catalog = Must(Catalog::Open(home, clock));
    Blobs blobs = Must(Blobs::Open(home));
    for (int i = 0;; ++i) {
      Must(AddItem(*catalog, blobs, project, Content(round, i)));
      if (::write(pipe, &i, sizeof i) != sizeof i) ::_exit(2);
    }
  } catch (...) {
    ::_exit(1);
  }
}

TEST(Crash, WhatWasAcknowledgedSurvivesKill) {
  constexpr int kRounds = 30;
  const TestHome home;
  const SystemClock clock;
  const ProjectId project = [&] {
    return Must(Must(Catalog::Open(home.path(), clock))->projects().Create("p", "image-classification")).id;
  }();
  Random random(3);
  int64_t acknowledged = 0;
  for (int round = 0; round < kRounds; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) AddUntilKilled(home.path(), project, round, ends[1]);
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random.Below(80)));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));

    const auto catalog = Must(Catalog::Open(home.path(), clock));
    const Blobs blobs = Must(Blobs::Open(home.path()));
    int i = -1;
    while (::read(ends[0], &i, sizeof i) == sizeof i) {
      ++acknowledged;
      const Bytes bytes = Must(blobs.Get(Sha256(Content(round, i))));
      EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), Content(round, i));
    }
    ::close(ends[0]);
    const int64_t items = Must(catalog->items().Count(project, {}));
    EXPECT_GE(items, acknowledged);
    EXPECT_LE(items, acknowledged + round + 1) << "at most one was added but not acknowledged in each round";
  }
  EXPECT_GT(acknowledged, kRounds) << "the rounds are too short to prove anything";
  const auto database = Must(Database::Open(home.path() / "catalog.db"));
  EXPECT_EQ(Must(database->One("PRAGMA integrity_check", {}, ReadText)), "ok");
}

TEST(Crash, TwoProcessesAddAtOnce) {
  constexpr int kItems = 100;
  const TestHome home;
  const SystemClock clock;
  const ProjectId project =
      Must(Must(Catalog::Open(home.path(), clock))->projects().Create("p", "image-classification")).id;
  const auto add = [&](int first) {
    const auto catalog = Must(Catalog::Open(home.path(), clock));
    Blobs blobs = Must(Blobs::Open(home.path()));
    for (int i = 0; i < kItems; ++i) Must(AddItem(*catalog, blobs, project, Content(0, first + i)));
  };
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      add(kItems / 2);
      ::_exit(0);
    } catch (...) {
      ::_exit(1);
    }
  }
  add(0);
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const auto catalog = Must(Catalog::Open(home.path(), clock));
  EXPECT_EQ(Must(catalog->items().Count(project, {})), kItems + kItems / 2);
  EXPECT_EQ(Must(catalog->projects().Classes(project)).size(), 1u);
}

/// Runs `body` in a process of its own; true when it did not throw.
bool InChild(const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      body();
      ::_exit(0);
    } catch (...) {
      ::_exit(1);
    }
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

// A server stays open while commands come and go: what each writes, the other sees, and nothing is lost.
TEST(Crash, AnOpenCatalogSeesWhatProcessesThatEndedWrote) {
  const TestHome home;
  const SystemClock clock;
  Must(Catalog::Open(home.path(), clock));  // the server opens one that exists
  const pid_t server = ::fork();
  if (server == 0) {
    int failures = 0;
    try {
      const auto catalog = Must(Catalog::Open(home.path(), clock));
      for (int i = 0; i < 3; ++i) {
        Must(catalog->projects().Create("server" + std::to_string(i), "image-classification"));
        const bool wrote = InChild([&] {
          const std::string name = "command" + std::to_string(i);
          ::execl(EASEL_BIN_DIR "/store_command", "store_command", home.path().c_str(), name.c_str(), nullptr);
        });
        failures += wrote ? 0 : 1;
        failures += static_cast<int>(Must(catalog->projects().List()).size()) == 2 * (i + 1) ? 0 : 1;
      }
    } catch (...) {
      ++failures;
    }
    ::_exit(failures);
  }
  int status = -1;
  ::waitpid(server, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Must(Must(Catalog::Open(home.path(), clock))->projects().List()).size(), 6u);
}

TEST(Crash, AFullDiskIsSaidAndLosesNothing) {
  const TestHome home;
  if (::mount("tmpfs", home.path().c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "a small disk can only be mounted by root";
  }
  {
    const SystemClock clock;
    const auto catalog = Must(Catalog::Open(home.path(), clock));
    Blobs blobs = Must(Blobs::Open(home.path()));
    const ProjectId project = Must(catalog->projects().Create("p", "image-classification")).id;
    Random random(5);
    std::vector<Hash> stored;
    std::string full;
    while (full.empty()) {
      std::string content(16 << 10, '\0');
      for (char& c : content) c = static_cast<char>(random.Next());
      const Status status = AddItem(*catalog, blobs, project, content);
      if (status) stored.push_back(Sha256(content));
      full = CodeOf(status);
    }
    EXPECT_EQ(full, "disk-full");
    // The blobs filled the disk; now only the catalog writes.
    std::string code;
    for (int i = 0; i < 100'000 && code.empty(); ++i) {
      code = CodeOf(catalog->projects().Create("filler " + std::to_string(i), "image-classification"));
    }
    EXPECT_EQ(code, "disk-full");
    EXPECT_GT(stored.size(), 10u);
    EXPECT_EQ(Must(catalog->items().Count(project, {})), static_cast<int64_t>(stored.size()));
    for (const Hash& hash : stored) EXPECT_TRUE(blobs.Get(hash));
    std::filesystem::remove(blobs.PathOf(stored.front()));
    EXPECT_TRUE(catalog->projects().Create("room again", "image-classification"));
  }
  ::umount(home.path().c_str());
}

}  // namespace
}  // namespace easel::store
