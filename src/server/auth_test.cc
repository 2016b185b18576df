#include "server/auth.h"

#include <gtest/gtest.h>

#include "api/types.h"
#include "server/rate_limit.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Ask;
using testing::Fields;
using testing::Must;
using testing::Reply;
using testing::Studio;

std::string ExamplePath(const api::Operation& operation) {
  std::string path(operation.path);
  for (size_t at = 0; (at = path.find('{')) != path.npos;) path.replace(at, path.find('}') - at + 1, "1");
  return path;
}

Fields Bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

/// The name=value of the session cookie that a reply sets.
std::string CookieOf(const Reply& reply) {
  const std::string& cookie = reply.headers.at("Set-Cookie");
  return cookie.substr(0, cookie.find(';'));
}

class AuthMatrix : public ::testing::Test {
 protected:
  void ExpectRefused(const Fields& fields, const std::string& code) {
    for (const api::Operation& operation : api::kOperations) {
      if (!operation.secured) continue;
      const Reply reply = Ask(studio.port(), operation.method, ExamplePath(operation), fields);
      EXPECT_EQ(reply.status, 401) << operation.id;
      EXPECT_EQ(reply.ErrorCode(), code) << operation.id;
    }
  }
  store::Credentials& credentials() { return studio.catalog->credentials(); }

  Studio studio;
};

TEST_F(AuthMatrix, NoToken) { ExpectRefused({}, "token-missing"); }
TEST_F(AuthMatrix, GarbageToken) { ExpectRefused(Bearer("easel_0000"), "token-invalid"); }
TEST_F(AuthMatrix, WrongScheme) {
  ExpectRefused({{"Authorization", "Basic " + studio.token}}, "token-missing");
}
TEST_F(AuthMatrix, RevokedToken) {
  const std::string token = Must(credentials().IssueToken(store::TokenKind::kApi, "old", 0));
  Must(credentials().RevokeNamed(store::TokenKind::kApi, "old"));
  ExpectRefused(Bearer(token), "token-invalid");
}
TEST_F(AuthMatrix, ExpiredToken) {
  const std::string token = Must(credentials().IssueToken(store::TokenKind::kApi, "short", 1));
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ExpectRefused(Bearer(token), "token-expired");
}
TEST_F(AuthMatrix, EasydlTokenOpensNoDoorOfTheApi) {
  ExpectRefused(Bearer(Must(credentials().IssueToken(store::TokenKind::kEasydl, "key", 0))), "token-invalid");
}
TEST_F(AuthMatrix, SetupTokenOpensNoDoor) {
  ExpectRefused(Bearer(Must(credentials().IssueToken(store::TokenKind::kSetup, "setup", 0))),
                "token-invalid");
}
TEST_F(AuthMatrix, SessionTokenIsNoBearerToken) {
  ExpectRefused(Bearer(Must(credentials().IssueToken(store::TokenKind::kSession, "studio", 0))),
                "token-invalid");
}
TEST_F(AuthMatrix, ApiTokenIsNoCookie) {
  ExpectRefused({{"Cookie", "easel_session=" + studio.token}}, "token-invalid");
}

TEST_F(AuthMatrix, UnsafeMethodsWithTheCookieNeedTheHeader) {
  const std::string session = Must(credentials().IssueToken(store::TokenKind::kSession, "studio", 0));
  const Fields cookie = {{"Cookie", "other=1; easel_session=" + session}};
  for (const api::Operation& operation : api::kOperations) {
    if (!operation.secured) continue;
    const Reply bare = Ask(studio.port(), operation.method, ExamplePath(operation), cookie);
    if (operation.method == "GET") {
      EXPECT_NE(bare.status, 401) << operation.id;
      continue;
    }
    EXPECT_EQ(bare.status, 403) << operation.id;
    EXPECT_EQ(bare.ErrorCode(), "forgery-suspected") << operation.id;
  }
  const Fields both = {cookie[0], {"X-Easel-Request", "1"}};
  EXPECT_EQ(
      Ask(studio.port(), "POST", "/api/v1/projects", both, R"({"name":"a","task":"image-classification"})")
          .status,
      201);
}

TEST(Login, SetUpOnceThenLogInAndOut) {
  Studio studio;
  const std::string link = studio.server->setup_link();
  const std::string prefix = "http://127.0.0.1:" + std::to_string(studio.port()) + "/#/setup/";
  ASSERT_TRUE(link.starts_with(prefix)) << link;
  const std::string setup = link.substr(prefix.size());
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/session").body, R"({"state":"setup-needed"})");
  const auto set_up = [&](const std::string& token, const std::string& password) {
    return Ask(studio.port(), "POST", "/api/v1/setup", {},
               json::serialize(json::object{{"token", token}, {"password", password}}));
  };
  EXPECT_EQ(set_up("setup_x", "long enough").status, 401);
  EXPECT_EQ(set_up(setup, "short").ErrorCode(), "password-too-short");
  const Reply done = set_up(setup, "long enough");
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_TRUE(done.headers.at("Set-Cookie").contains("HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000"));
  EXPECT_EQ(set_up(setup, "something else").status, 401);

  const auto log_in = [&](const std::string& password) {
    return Ask(studio.port(), "POST", "/api/v1/session", {},
               json::serialize(json::object{{"password", password}}));
  };
  EXPECT_EQ(log_in("wrong one").ErrorCode(), "password-wrong");
  const Reply in = log_in("long enough");
  ASSERT_EQ(in.status, 200);
  const Fields cookie = {{"Cookie", CookieOf(in)}, {"X-Easel-Request", "1"}};
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/session", cookie).body, R"({"state":"logged-in"})");
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/projects", cookie).status, 200);
  const Reply out = Ask(studio.port(), "DELETE", "/api/v1/session", cookie);
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(out.headers.at("Set-Cookie").contains("Max-Age=0"));
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/projects", cookie).status, 401);
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/session", cookie).body, R"({"state":"logged-out"})");
}

TEST(Login, AServerWithAPasswordPrintsNoLink) {
  Studio studio;
  Must(studio.catalog->credentials().SetPassword("long enough"));
  const auto again = Must(Server::Start(
      {*studio.catalog, studio.blobs, *studio.decoder, studio.clock, studio.home.path(), {}, "t"},
      Must(OptionValues::Parse(ServerOptions(), {{"listen", "127.0.0.1:0"}}))));
  EXPECT_EQ(again->setup_link(), "");
}

TEST(Login, TenFailuresAMinute) {
  Studio studio;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Ask(studio.port(), "POST", "/api/v1/session", {}, R"({"password":"x"})").status, 401);
  }
  const Reply reply = Ask(studio.port(), "POST", "/api/v1/session", {}, R"({"password":"x"})");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.ErrorCode(), "too-many-logins");
}

TEST(RateLimit, SlidesAndForgives) {
  store::TestClock clock;
  RateLimit limit(clock, 2, 1000);
  EXPECT_TRUE(limit.Take("a"));
  clock.Advance(600);
  EXPECT_TRUE(limit.Take("a"));
  EXPECT_FALSE(limit.Take("a"));
  EXPECT_TRUE(limit.Take("b"));
  clock.Advance(500);
  EXPECT_TRUE(limit.Take("a"));
  EXPECT_FALSE(limit.Take("a"));
  limit.Forgive("a");
  EXPECT_TRUE(limit.Take("a"));
}

TEST(Host, OnlyLocalNamesOnLoopback) {
  const Studio studio;
  const auto ask = [&](const std::string& host) {
    testing::Socket socket(studio.port());
    socket.Send("GET /api/v1/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    return testing::ParseReply(socket.Read());
  };
  const std::string port = ":" + std::to_string(studio.port());
  for (const std::string host : {"localhost", "127.0.0.1", "[::1]"}) {
    EXPECT_EQ(ask(host).status, 200);
    EXPECT_EQ(ask(host + port).status, 200);
    EXPECT_EQ(ask(host + ":1").status, 403);
  }
  for (const std::string& host :
       {std::string("evil.example"), "evil.example" + port, std::string("localhost.evil.example")}) {
    EXPECT_EQ(ask(host).ErrorCode(), "host-refused") << host;
  }
}

}  // namespace
}  // namespace easel::server
