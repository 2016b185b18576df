#include "server/options.h"

#include <gtest/gtest.h>

namespace easel::server {
namespace {

TEST(ParseListen, Forms) {
  const auto show = [](std::string_view text) {
    const auto address = ParseListen(text);
    return address ? address->host + "|" + std::to_string(address->port) + "|" + address->UrlHost()
                   : address.error().code;
  };
  EXPECT_EQ(show("127.0.0.1:8700"), "127.0.0.1|8700|127.0.0.1");
  EXPECT_EQ(show("localhost:0"), "127.0.0.1|0|127.0.0.1");
  EXPECT_EQ(show("8701"), "127.0.0.1|8701|127.0.0.1");
  EXPECT_EQ(show("[::1]:8700"), "::1|8700|[::1]");
  for (const char* text :
       {"", ":", ":80", "host", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1:-1"}) {
    EXPECT_EQ(show(text), "listen-invalid") << text;
  }
  EXPECT_TRUE(ParseListen("[::1]:1")->IsLoopback());
  EXPECT_TRUE(ParseListen("127.1.2.3:1")->IsLoopback());
  EXPECT_FALSE(ParseListen("0.0.0.0:1")->IsLoopback());
}

TEST(ServerOptions, DefaultsAreValid) {
  const auto values = OptionValues::Parse(ServerOptions(), {});
  ASSERT_TRUE(values);
  EXPECT_EQ(values->Text("listen"), "127.0.0.1:8700");
  EXPECT_FALSE(values->Has("studio"));
  EXPECT_FALSE(OptionValues::Parse(ServerOptions(), {{"max-upload", 0}}));
}

}  // namespace
}  // namespace easel::server
