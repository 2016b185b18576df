#include "store/credentials.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/file.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

class CredentialsTest : public testing::Test {
 protected:
  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Credentials& credentials_ = catalog_->credentials();
};

TEST_F(CredentialsTest, OnlyThePasswordOpens) {
  EXPECT_FALSE(Must(credentials_.HasPassword()));
  EXPECT_EQ(CodeOf(credentials_.CheckPassword("anything at all")), "password-wrong");
  EXPECT_EQ(CodeOf(credentials_.SetPassword("七个字的密码呀")), "password-too-short");
  Must(credentials_.SetPassword("正确的马电池订书钉"));
  EXPECT_TRUE(Must(credentials_.HasPassword()));
  EXPECT_TRUE(credentials_.CheckPassword("正确的马电池订书钉"));
  EXPECT_EQ(CodeOf(credentials_.CheckPassword("正确的马电池订书")), "password-wrong");
  Must(credentials_.SetPassword("another one"));
  EXPECT_EQ(CodeOf(credentials_.CheckPassword("正确的马电池订书钉")), "password-wrong");
}

TEST_F(CredentialsTest, TokensAreKnownUntilRevokedAndExpire) {
  const std::string api = Must(credentials_.IssueToken(TokenKind::kApi, "laptop", 0));
  const std::string session = Must(credentials_.IssueToken(TokenKind::kSession, "studio", 1000));
  EXPECT_EQ(api.substr(0, 6), "easel_");
  EXPECT_EQ(Must(credentials_.IssueToken(TokenKind::kEasydl, "k", 1)).substr(0, 3), "24.");
  EXPECT_EQ(Must(credentials_.LookUp(api))->name, "laptop");
  EXPECT_FALSE(Must(credentials_.LookUp(session))->expired);
  clock_.Advance(1000);
  EXPECT_TRUE(Must(credentials_.LookUp(session))->expired);
  EXPECT_FALSE(Must(credentials_.LookUp(api))->expired);
  Must(credentials_.Revoke(api));
  EXPECT_FALSE(Must(credentials_.LookUp(api)));
  Must(credentials_.RevokeNamed(TokenKind::kSession, "studio"));
  EXPECT_FALSE(Must(credentials_.LookUp(session)));
  EXPECT_FALSE(Must(credentials_.LookUp("easel_0")));
  EXPECT_EQ(Must(credentials_.Tokens(TokenKind::kEasydl)).size(), 1u);
}

TEST_F(CredentialsTest, SecretsAreNotInTheFiles) {
  Must(credentials_.SetPassword("plain password"));
  const std::string token = Must(credentials_.IssueToken(TokenKind::kApi, "laptop", 0));
  const auto [id, secret] = Must(credentials_.CreateKey("phone"));
  catalog_.reset();
  for (const auto& file : std::filesystem::directory_iterator(home_.path())) {
    const std::string bytes = Must(ReadTextFile(file.path()));
    for (const std::string& text : {std::string("plain password"), token.substr(6), secret}) {
      EXPECT_EQ(bytes.find(text), std::string::npos) << file.path();
    }
  }
}

TEST_F(CredentialsTest, KeysCheckAndTakeTheirTokensAlong) {
  const auto [id, secret] = Must(credentials_.CreateKey("phone"));
  EXPECT_TRUE(credentials_.CheckKey(id, secret));
  EXPECT_EQ(CodeOf(credentials_.CheckKey(id, secret + "0")), "secret-wrong");
  EXPECT_EQ(CodeOf(credentials_.CheckKey("nobody", secret)), "key-unknown");
  EXPECT_EQ(Must(credentials_.Keys()).at(0).name, "phone");
  const std::string token = Must(credentials_.IssueToken(TokenKind::kEasydl, id, 0));
  Must(credentials_.DeleteKey(id));
  EXPECT_FALSE(Must(credentials_.LookUp(token)));
  EXPECT_EQ(CodeOf(credentials_.CheckKey(id, secret)), "key-unknown");
  EXPECT_EQ(CodeOf(credentials_.DeleteKey(id)), "key-unknown");
}

}  // namespace
}  // namespace easel::store
