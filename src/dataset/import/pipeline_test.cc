#include "dataset/import/pipeline.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::ArchiveEntry;
using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;
using testing::WriteArchive;

/// Ends the process, as kill -9 would, when picture number `fatal` is decoded.
class FatalDecoder final : public media::Decoder {
 public:
  FatalDecoder(media::Decoder& decoder, int fatal) : decoder_(decoder), left_(fatal) {}
  Result<media::DecodedImage> Decode(std::span<const std::byte> bytes,
                                     const media::DecodeRequest& request) override {
    if (left_-- == 0) _exit(9);
    return decoder_.Decode(bytes, request);
  }

 private:
  media::Decoder& decoder_;
  std::atomic<int> left_;
};

/// Ends the process right after batch number `fatal` was committed.
class FatalProgress final : public Progress {
 public:
  explicit FatalProgress(int fatal) : left_(fatal) {}
  void Report(std::string_view, const Text&, int64_t done, int64_t) override {
    if (done > 0 && left_-- == 0) _exit(9);
  }
  void Event(json::object) override {}
  bool IsCancelled() const override { return false; }

 private:
  std::atomic<int> left_;
};

class PipelineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<ArchiveEntry> entries;
    for (uint64_t i = 0; i < 40; ++i) {
      const std::string folder = i % 3 == 0 ? "cat/" : "dog/";
      entries.push_back({folder + std::to_string(i) + ".bmp", Picture(i % 31, i % 7 == 0 ? 1 : 0)});
      if (i % 9 == 0) entries.push_back({folder + "broken" + std::to_string(i) + ".jpg", "no picture"});
    }
    std::string table = "path,label\n";
    for (const ArchiveEntry& entry : entries) table += entry.path + "," + entry.path.substr(0, 3) + "\n";
    entries.push_back({"labels.csv", table + "gone.jpg,cat\n"});
    WriteArchive(zip_, entries);
    limits_.batch_entries = 7;
    const TemporaryFolder home;
    Installation whole(home.path());
    expected_report_ = Import(whole, *whole.decoder, quiet_).value();
    expected_items_ = whole.Items();
  }

  Result<ImportReport> Import(Installation& at, media::Decoder& decoder, Progress& progress) {
    return dataset::Import(*at.catalog, at.blobs, decoder, at.project, zip_,
                           OptionValues::Parse(ImportOptions(), {}).value(), "job-1", progress, limits_);
  }

  /// Runs an import in a child process that dies on the way.
  void DieOnTheWay(const std::filesystem::path& home, int fatal_picture, int fatal_batch) {
    const pid_t child = fork();
    if (child == 0) {
      Installation at(home);
      FatalDecoder decoder(*at.decoder, fatal_picture);
      FatalProgress progress(fatal_batch);
      const bool done = Import(at, decoder, progress).has_value();
      _exit(done ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 9) << "the child should have died";
  }

  void ExpectResumedAsIfNothingHappened(const std::filesystem::path& home) {
    Installation at(home);
    EXPECT_EQ(Import(at, *at.decoder, quiet_).value(), expected_report_);
    EXPECT_EQ(at.Items(), expected_items_);
    EXPECT_EQ(Import(at, *at.decoder, quiet_).value(), expected_report_) << "calling again changes nothing";
    EXPECT_EQ(at.Items(), expected_items_);
  }

  static constexpr int kNever = 1'000'000;
  const TemporaryFolder data_;
  const std::filesystem::path zip_ = data_.path() / "data.zip";
  ImportLimits limits_;
  NoProgress quiet_;
  ImportReport expected_report_;
  std::vector<std::string> expected_items_;
};

TEST_F(PipelineTest, TheExampleHasEverything) {
  EXPECT_EQ(expected_report_.entries, 46);
  EXPECT_GT(expected_report_.duplicates, 0);
  EXPECT_GT(expected_report_.near_duplicates, 0);
  EXPECT_GT(expected_report_.issue_counts.at("label-conflict"), 0);
  EXPECT_EQ(expected_report_.issue_counts.at("file-missing"), 1);
  EXPECT_EQ(expected_report_.issue_counts.at("image-unknown-format"), 5);
}

TEST_F(PipelineTest, ResumesAfterDyingAtEachBatch) {
  for (int batch = 0; batch < 7; ++batch) {
    const TemporaryFolder home;
    DieOnTheWay(home.path(), kNever, batch);
    ExpectResumedAsIfNothingHappened(home.path());
  }
}

TEST_F(PipelineTest, ResumesAfterDyingInTheMiddleOfBatches) {
  for (const int picture : {0, 3, 10, 17, 29, 44}) {
    const TemporaryFolder home;
    DieOnTheWay(home.path(), picture, kNever);
    ExpectResumedAsIfNothingHappened(home.path());
  }
}

TEST_F(PipelineTest, ResumesAfterDyingTwice) {
  const TemporaryFolder home;
  DieOnTheWay(home.path(), 20, kNever);
  DieOnTheWay(home.path(), 15, kNever);
  ExpectResumedAsIfNothingHappened(home.path());
}

/// Cancels once a batch has been committed.
class Cancelling final : public Progress {
 public:
  void Report(std::string_view, const Text&, int64_t done, int64_t) override { cancelled_ = done > 0; }
  void Event(json::object) override {}
  bool IsCancelled() const override { return cancelled_; }

 private:
  std::atomic<bool> cancelled_ = false;
};

TEST_F(PipelineTest, CancellingKeepsWhatIsThere) {
  const TemporaryFolder home;
  {
    Installation at(home.path());
    Cancelling progress;
    EXPECT_EQ(Import(at, *at.decoder, progress).error().code, "cancelled");
    EXPECT_GE(at.Items().size(), 5u);
    EXPECT_LT(at.Items().size(), expected_items_.size());
  }
  ExpectResumedAsIfNothingHappened(home.path());
}

/// Counts decodings of whole recordings, and how many of them ran at a time.
class WatchingDecoder final : public media::Decoder {
 public:
  explicit WatchingDecoder(media::Decoder& decoder) : decoder_(decoder) {}
  Result<media::DecodedImage> Decode(std::span<const std::byte> bytes,
                                     const media::DecodeRequest& request) override {
    return decoder_.Decode(bytes, request);
  }
  Result<media::DecodedSound> DecodeSound(std::span<const std::byte> bytes,
                                          const media::SoundRequest& request) override {
    if (request.seconds != 0) return decoder_.DecodeSound(bytes, request);
    ++whole;
    if (++running_ > 1) together = true;
    auto decoded = decoder_.DecodeSound(bytes, request);
    --running_;
    return decoded;
  }

  std::atomic<int> whole = 0;
  std::atomic<bool> together = false;

 private:
  media::Decoder& decoder_;
  std::atomic<int> running_ = 0;
};

TEST(SoundPipeline, DecodesLongRecordingsOneAtATimeHoweverFewTheirBytes) {
  const TemporaryFolder home;
  const TemporaryFolder data;
  Installation at(home.path(), store::kSound);
  WatchingDecoder decoder(*at.decoder);
  for (uint64_t i = 0; i < 8; ++i) {
    data.Write("d/" + std::to_string(i) + ".wav", testing::Recording(i, i < 4 ? 601 : 1, 4000));
  }
  NoProgress progress;
  const auto report =
      dataset::Import(*at.catalog, at.blobs, decoder, at.project, data.path() / "d",
                      OptionValues::Parse(ImportOptions(), {}).value(), "job-1", progress, {});
  ASSERT_TRUE(report) << report.error().message.en;
  EXPECT_EQ(report->added, 8);
  EXPECT_EQ(decoder.whole, 4) << "of the others the first ten minutes are all";
  EXPECT_FALSE(decoder.together);
  EXPECT_EQ(at.catalog->items().List(at.project, {}, 0, 1)->front().sound->seconds, 601);
}

}  // namespace
}  // namespace easel::dataset
