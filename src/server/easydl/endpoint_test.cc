#include "server/easydl/endpoint.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "publish/releases.h"
#include "server/testing/studio.h"

namespace easel::server::easydl {
namespace {

using server::testing::Ask;
using server::testing::Base64;
using server::testing::ColourPicture;
using server::testing::Fields;
using server::testing::Must;
using server::testing::Reply;

constexpr std::string_view kCloud = "/rpc/2.0/ai_custom/v1/classification/";

class EasydlTest : public ::testing::Test {
 protected:
  explicit EasydlTest(const json::object& options = {}) : studio(options) {
    project = studio.MakeProject();
    model = studio.AddModel(project.id);
    Must(publish::Publish(*studio.catalog, studio.blobs, *studio.decoder, project, 0, "colours", false));
    access = Must(studio.catalog->credentials().IssueToken(store::TokenKind::kEasydl, "key", 0));
  }

  Reply Predict(const json::object& body, const std::string& suffix = "colours") const {
    return Send(json::serialize(body), suffix);
  }
  Reply Send(const std::string& body, const std::string& suffix = "colours",
             const std::string& type = "application/json") const {
    return Ask(studio.port(), "POST", std::string(kCloud) + suffix + "?access_token=" + access,
               {{"Content-Type", type}}, body);
  }
  static int64_t Code(const Reply& reply) {
    EXPECT_EQ(reply.status, 200);
    const json::object answer = reply.Json().as_object();
    return answer.contains("error_code") ? answer.at("error_code").as_int64() : 0;
  }
  json::object Picture() const { return {{"image", Base64(ColourPicture(30, 200, 40))}}; }

  server::testing::Studio studio;
  store::Project project;
  store::Model model;
  std::string access;
};

TEST_F(EasydlTest, AnswersWithTheModelsOwnScoresToTheLastBit) {
  const Reply reply = Predict(Picture());
  ASSERT_EQ(Code(reply), 0) << reply.body;
  EXPECT_TRUE(reply.Json().at("log_id").is_number());
  const json::array results = reply.Json().at("results").as_array();
  const auto direct = Must(publish::LoadModel(studio.blobs, model));
  const std::string picture = ColourPicture(30, 200, 40);
  const auto decoded = Must(
      studio.decoder->Decode(std::as_bytes(std::span(picture)), {.min_side = direct->decode_min_side()}));
  const std::vector<float> scores = Must(direct->Predict(decoded.image));
  ASSERT_EQ(results.size(), scores.size());
  EXPECT_EQ(results[0].at("name"), "green");
  double last = 2;
  for (const json::value& result : results) {
    const auto label = std::ranges::find(direct->labels(), std::string(result.at("name").as_string()));
    const float expected = scores[static_cast<size_t>(label - direct->labels().begin())];
    EXPECT_EQ(static_cast<float>(result.at("score").to_number<double>()), expected);
    EXPECT_LE(result.at("score").to_number<double>(), last);
    last = result.at("score").to_number<double>();
  }
}

TEST_F(EasydlTest, TopNumIsANumberOrAText) {
  json::object body = Picture();
  body["top_num"] = 1;
  EXPECT_EQ(Predict(body).Json().at("results").as_array().size(), 1U);
  body["top_num"] = "2";
  EXPECT_EQ(Predict(body).Json().at("results").as_array().size(), 2U);
  body["top_num"] = 100;
  EXPECT_EQ(Predict(body).Json().at("results").as_array().size(), 3U);
}

TEST_F(EasydlTest, LogIdsDifferAndUseAll64Bits) {
  std::set<std::string> seen;
  bool is_large = false;
  for (int i = 0; i < 20; ++i) {
    const json::value id = Predict(Picture()).Json().at("log_id");
    seen.insert(json::serialize(id));
    is_large = is_large || id.is_uint64();
  }
  EXPECT_EQ(seen.size(), 20U);
  EXPECT_TRUE(is_large);
}

TEST_F(EasydlTest, EveryErrorOfTheBody) {
  EXPECT_EQ(Code(Send("image=x", "colours", "application/x-www-form-urlencoded")), 336001);
  EXPECT_EQ(Code(Send("")), 336001);
  EXPECT_EQ(Code(Send("{")), 336002);
  EXPECT_EQ(Code(Predict({{"image", "%"}})), 336003);
  EXPECT_EQ(Code(Predict({{"image", std::string(kMaxBase64 + 4, 'A')}})), 336004);
  EXPECT_EQ(Code(Send(std::string(11 << 20, ' '))), 336004);
  EXPECT_EQ(Code(Predict({{"image", Base64(ColourPicture(1, 2, 3, 14, 100))}})), 336004);
  EXPECT_EQ(Code(Predict({{"image", Base64(ColourPicture(1, 2, 3, 15, 15))}})), 0);
  EXPECT_EQ(Code(Predict({{"image", Base64(ColourPicture(1, 2, 3, 4097, 20))}})), 336004);
  EXPECT_EQ(Code(Predict({{"image", Base64("no picture at all")}})), 336005);
  EXPECT_EQ(Code(Predict({{"image", Base64(ColourPicture(1, 2, 3).substr(0, 200))}})), 336005);
  EXPECT_EQ(Code(Predict({{"top_num", 3}})), 336006);
}

TEST_F(EasydlTest, EveryErrorOfTheAddressAndToken) {
  const std::string body = json::serialize(Picture());
  const Fields type = {{"Content-Type", "application/json"}};
  const std::string address = std::string(kCloud) + "colours";
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address, type, body)), 100);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address + "?access_token=24.x", type, body)), 110);
  const std::string old = Must(studio.catalog->credentials().IssueToken(store::TokenKind::kEasydl, "key", 1));
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address + "?access_token=" + old, type, body)), 111);
  const std::string session =
      Must(studio.catalog->credentials().IssueToken(store::TokenKind::kSession, "studio", 0));
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address + "?access_token=" + session, type, body)), 110);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address, {type[0], {"Authorization", "Bearer " + access}}, body)),
            0);
  EXPECT_EQ(
      Code(Ask(studio.port(), "POST", address, {type[0], {"Authorization", "Bearer " + studio.token}}, body)),
      0);
  EXPECT_EQ(Code(Predict(Picture(), "nothing")), 3);
  EXPECT_EQ(Code(Ask(studio.port(), "GET", address + "?access_token=" + access)), 3);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", "/rpc/2.0/ai_custom/v1/detection/colours?access_token=" + access,
                     type, body)),
            3);
  Must(studio.catalog->releases().Unpublish("colours"));
  EXPECT_EQ(Code(Predict(Picture())), 6);
}

TEST_F(EasydlTest, ADamagedModelIsUnavailable) {
  std::ofstream(studio.blobs.PathOf(model.bundle), std::ios::trunc) << "damaged";
  EXPECT_EQ(Code(Predict(Picture())), 336100);
}

TEST_F(EasydlTest, ThePrivateFormNeedsNoTokenOnThisMachine) {
  const std::string body = json::serialize(Picture());
  const Fields type = {{"Content-Type", "application/json"}};
  const Fields proxied = {type[0], {"X-Forwarded-For", "203.0.113.7"}};
  const std::string address = "/colours/ImageClassification";
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address, type, body)), 0);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address, proxied, body)), 100);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address + "?access_token=" + access, proxied, body)), 0);
  EXPECT_EQ(Code(Ask(studio.port(), "POST", "/nothing/ImageClassification", type, body)), 3);
  studio.AddModel(project.id, 1);
  Must(publish::Publish(*studio.catalog, studio.blobs, *studio.decoder, project, 0, "colours", true));
  EXPECT_EQ(Code(Ask(studio.port(), "POST", address, proxied, body)), 0);
}

class EasydlQuota : public EasydlTest {
 protected:
  EasydlQuota() : EasydlTest({{"max-qps", 2}}) {}
};
TEST_F(EasydlQuota, QpsLimit) {
  int limited = 0;
  for (int i = 0; i < 5; ++i) limited += Code(Predict(Picture())) == 18;
  EXPECT_GE(limited, 1);
}

TEST_F(EasydlTest, TokensForAnApiKey) {
  const auto [id, secret] = Must(studio.catalog->credentials().CreateKey("shop"));
  const std::string right = "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret;
  for (const Reply& reply : {Ask(studio.port(), "POST", "/oauth/2.0/token?" + right),
                             Ask(studio.port(), "GET", "/oauth/2.0/token?" + right),
                             Ask(studio.port(), "POST", "/oauth/2.0/token",
                                 {{"Content-Type", "application/x-www-form-urlencoded"}}, right)}) {
    ASSERT_EQ(reply.status, 200) << reply.body;
    const json::object answer = reply.Json().as_object();
    EXPECT_EQ(answer.at("expires_in"), 2592000);
    EXPECT_NE(answer.at("scope").as_string().find("brain_all_scope"), json::string::npos);
    for (const char* key : {"refresh_token", "session_key", "session_secret"})
      EXPECT_TRUE(answer.at(key).is_string());
    const std::string token(answer.at("access_token").as_string());
    EXPECT_EQ(Code(Ask(studio.port(), "POST", std::string(kCloud) + "colours?access_token=" + token,
                       {{"Content-Type", "application/json"}}, json::serialize(Picture()))),
              0);
  }
  const auto refused = [&](const std::string& query) {
    const Reply reply = Ask(studio.port(), "POST", "/oauth/2.0/token?" + query);
    return std::to_string(reply.status) + " " + std::string(reply.Json().at("error").as_string()) + ": " +
           std::string(reply.Json().at("error_description").as_string());
  };
  EXPECT_EQ(refused("grant_type=client_credentials&client_id=x&client_secret=y"),
            "401 invalid_client: unknown client id");
  EXPECT_EQ(refused("grant_type=client_credentials&client_id=" + id + "&client_secret=y"),
            "401 invalid_client: Client authentication failed");
  EXPECT_EQ(refused("grant_type=client_credentials"), "401 invalid_client: unknown client id");
  EXPECT_TRUE(refused("client_id=" + id).starts_with("400 unsupported_grant_type"));
  Must(studio.catalog->credentials().DeleteKey(id));
  EXPECT_TRUE(refused(right).starts_with("401"));
}

}  // namespace
}  // namespace easel::server::easydl
