#include "server/http/range.h"

#include <gtest/gtest.h>

namespace easel::server::http {
namespace {

std::string Of(std::string_view header, int64_t size = 100) {
  const RangeAnswer answer = ReadRange(header, size);
  if (answer.unsatisfiable) return "416";
  return answer.part ? std::to_string(answer.part->begin) + "+" + std::to_string(answer.part->length) : "all";
}

TEST(ReadRange, TheExamplesOfRfc9110) {
  EXPECT_EQ(Of("bytes=0-499", 10000), "0+500");
  EXPECT_EQ(Of("bytes=500-999", 10000), "500+500");
  EXPECT_EQ(Of("bytes=-500", 10000), "9500+500");
  EXPECT_EQ(Of("bytes=9500-", 10000), "9500+500");
  EXPECT_EQ(Of("bytes=0-0", 10000), "0+1");
}

TEST(ReadRange, EndsWithTheFile) {
  EXPECT_EQ(Of("bytes=90-200"), "90+10");
  EXPECT_EQ(Of("bytes=-1000"), "0+100");
  EXPECT_EQ(Of("bytes=0-99999999999999999999999"), "0+100");
  EXPECT_EQ(Of("bytes=99-"), "99+1");
  EXPECT_EQ(Of("bytes=100-"), "416");
  EXPECT_EQ(Of("bytes=99999999999999999999999-"), "416");
  EXPECT_EQ(Of("bytes=-0"), "416");
  EXPECT_EQ(Of("bytes=0-", 0), "416");
}

TEST(ReadRange, PassesOverWhatItDoesNotKnow) {
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0x0-1",
                             "bytes=1--2", "bytes=0-1,5-6", "lines=0-1", "bytes=+1-2", "bytes= - "}) {
    EXPECT_EQ(Of(header), "all") << header;
  }
  EXPECT_EQ(Of("Bytes= 1-2 "), "1+2");
}

Response Ask(const std::vector<std::pair<std::string, std::string>>& fields) {
  Request request;
  for (const auto& [name, value] : fields) request.headers.Add(name, value);
  return FileResponse(request, "/x", 100, "\"tag\"", "audio/wav");
}

TEST(FileResponse, GivesTheWholeOrAPart) {
  const Response whole = Ask({});
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.headers.Get("Accept-Ranges"), "bytes");
  const Response part = Ask({{"Range", "bytes=10-19"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.headers.Get("Content-Range"), "bytes 10-19/100");
  EXPECT_EQ(std::get<FileBody>(part.body).begin, 10);
  EXPECT_EQ(std::get<FileBody>(part.body).length, 10);
  const Response behind = Ask({{"Range", "bytes=100-"}});
  EXPECT_EQ(behind.status, 416);
  EXPECT_EQ(behind.headers.Get("Content-Range"), "bytes */100");
}

TEST(FileResponse, APartOfAnotherVersionIsTheWhole) {
  EXPECT_EQ(Ask({{"Range", "bytes=1-2"}, {"If-Range", "\"tag\""}}).status, 206);
  EXPECT_EQ(Ask({{"Range", "bytes=1-2"}, {"If-Range", "\"other\""}}).status, 200);
  EXPECT_EQ(Ask({{"Range", "bytes=1-2"}, {"If-Range", "W/\"tag\""}}).status, 200);
  EXPECT_EQ(Ask({{"Range", "bytes=1-2"}, {"If-Range", "Wed, 21 Oct 2015 07:28:00 GMT"}}).status, 200);
  EXPECT_EQ(Ask({{"Range", "bytes=1-2"}, {"If-None-Match", "\"tag\""}}).status, 304);
}

}  // namespace
}  // namespace easel::server::http
