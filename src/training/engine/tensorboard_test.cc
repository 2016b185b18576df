#include "training/engine/tensorboard.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace easel::training {
namespace {

uint32_t CrcOf(std::string_view text) { return Crc32c(std::as_bytes(std::span(text))); }

TEST(Crc32c, HasThePublishedValues) {
  EXPECT_EQ(CrcOf("123456789"), 0xe3069283U);
  EXPECT_EQ(CrcOf(""), 0U);
  // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and counting up.
  EXPECT_EQ(CrcOf(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(CrcOf(std::string(32, '\xff')), 0x62a8ab43U);
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  EXPECT_EQ(CrcOf(rising), 0x46dd794eU);
}

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

class At final : public Clock {
 public:
  int64_t WallMillis() const override { return 1'500; }
  int64_t SteadyMillis() const override { return 0; }
};

// Both made with the Python package: tensorboard.summary.writer.record_writer and
// tensorboard.compat.proto.event_pb2.
constexpr std::string_view kVersionRecord =
    "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c";
constexpr std::string_view kScalarRecord =
    "2100000000000000017becf609000000000000f83f10ac022a130a110a0a"
    "6c6f73732f747261696e150000803e6c5611a4";

TEST(TensorBoardWriter, WritesWhatTensorBoardItselfWrites) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("easel-tb-" + RandomHex(8));
  const At clock;
  {
    Result<TensorBoardWriter> writer = TensorBoardWriter::Open(folder / "run", clock);
    ASSERT_TRUE(writer) << writer.error().message.en;
    writer->Scalar("loss/train", 300, 0.25);
    ASSERT_TRUE(writer->Flush());
    ASSERT_TRUE(writer->Flush()) << "nothing twice";
  }
  const std::filesystem::path file = std::filesystem::directory_iterator(folder / "run")->path();
  EXPECT_TRUE(file.filename().string().starts_with("events.out.tfevents.0000000001.")) << file;
  EXPECT_EQ(ReadTextFile(file).value(), FromHex(kVersionRecord) + FromHex(kScalarRecord));
  std::filesystem::remove_all(folder);
}

TEST(TensorBoardWriter, SaysThatItCannotWrite) {
  const At clock;
  const auto writer = TensorBoardWriter::Open("/dev/null/run", clock);
  ASSERT_FALSE(writer);
}

}  // namespace
}  // namespace easel::training
