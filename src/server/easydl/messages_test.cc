#include "server/easydl/messages.h"

#include <gtest/gtest.h>

#include "server/testing/studio.h"

namespace easel::server::easydl {
namespace {

int Refusal(std::string_view body, std::string_view type = "application/json") {
  const auto request = ParsePredict(type, body);
  return request ? 0 : static_cast<int>(request.error());
}

TEST(ParsePredict, ReadsWhatClientsSend) {
  const auto plain = ParsePredict("application/json", R"({"image":"aGVsbG8="})");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->file, "hello");
  EXPECT_EQ(plain->top, 6U);
  EXPECT_EQ(ParsePredict("application/json;charset=UTF-8", R"({"image":"aGVsbG8=","top_num":2,"x":1})")->top,
            2U);
  EXPECT_EQ(ParsePredict("Application/JSON", R"({"image":"aGVsbG8=","top_num":"5"})")->top, 5U);
}

TEST(ParsePredict, ErrorsHaveEasydlsNumbers) {
  EXPECT_EQ(Refusal(R"({"image":"aGVsbG8="})", "application/x-www-form-urlencoded"), 336001);
  EXPECT_EQ(Refusal(R"({"image":"aGVsbG8="})", ""), 336001);
  EXPECT_EQ(Refusal(""), 336001);
  EXPECT_EQ(Refusal(R"({"image":1})"), 336001);
  EXPECT_EQ(Refusal(R"({"image":null})"), 336001);
  for (const char* top :
       {"0", "-1", "1.5", "\"x\"", "\"\"", "\"5 \"", "null", "[]", "99999999999999999999"}) {
    EXPECT_EQ(Refusal(std::string(R"({"image":"aGVsbG8=","top_num":)") + top + "}"), 336001) << top;
  }
  EXPECT_EQ(Refusal("{"), 336002);
  EXPECT_EQ(Refusal("[]"), 336002);
  EXPECT_EQ(Refusal("\xff"), 336002);
  EXPECT_EQ(Refusal(R"({"image":"a"})"), 336003);
  EXPECT_EQ(Refusal(R"({"image":"data:image/jpeg;base64,aGVsbG8="})"), 336003);
  EXPECT_EQ(Refusal(R"({"image":""})"), 336004);
  EXPECT_EQ(Refusal("{\"image\":\"" + std::string(kMaxBase64 + 1, 'A') + "\"}"), 336004);
  EXPECT_EQ(Refusal("{\"image\":\"" + std::string(kMaxBase64, 'A') + "\"}"), 0);
  EXPECT_EQ(Refusal("{}"), 336006);
}

TEST(ParsePredict, TheFileIsInTheMemberOfTheTask) {
  const auto sound =
      ParsePredict("application/json", R"({"sound":"aGVsbG8=","top_num":3,"image":1})", "sound");
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->file, "hello");
  EXPECT_EQ(sound->top, 3U);
  EXPECT_EQ(ParsePredict("application/json", R"({"image":"aGVsbG8="})", "sound").error(), Code::kMissing);
}

TEST(DecodeBase64, TheVectorsOfRfc4648) {
  for (const auto& [text, bytes] :
       std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                        {"Zg==", "f"},
                                                        {"Zm8=", "fo"},
                                                        {"Zm9v", "foo"},
                                                        {"Zm9vYg==", "foob"},
                                                        {"Zm9vYmE=", "fooba"},
                                                        {"Zm9vYmFy", "foobar"},
                                                        {"Zm9v\r\nYmFy\n", "foobar"}}) {
    std::string out;
    EXPECT_TRUE(DecodeBase64(text, out)) << text;
    EXPECT_EQ(out, bytes);
  }
}

TEST(DecodeBase64, UndoesEncodingOfAllBytes) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) {
    std::string out;
    EXPECT_TRUE(DecodeBase64(server::testing::Base64(bytes), out));
    EXPECT_EQ(out, bytes);
    bytes += static_cast<char>(i * 37 + i / 256);
  }
}

TEST(DecodeBase64, RefusesEverythingElse) {
  for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "Zm9", "Z===", "=",
                           "====", "Zm9v=", "Zg==Zg==", "Z g=", "Zm9-", "Zm9_", "Zh==", "Zm9=", "Zm9v!"}) {
    std::string out;
    EXPECT_FALSE(DecodeBase64(text, out)) << text;
  }
}

TEST(ErrorReply, CarriesAnUnsigned64BitLogId) {
  EXPECT_EQ(json::serialize(ErrorReply(Code::kJson, 12678262723648429019U)),
            R"({"error_code":336002,"error_msg":"JSON不合法","log_id":12678262723648429019})");
}

}  // namespace
}  // namespace easel::server::easydl
