#include "server/studio_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Ask;
using testing::Reply;

class StudioFilesTest : public ::testing::Test {
 protected:
  StudioFilesTest() {
    std::filesystem::create_directories(pages.path() / "web/assets");
    std::ofstream(pages.path() / "web/index.html") << "<!doctype html>";
    std::ofstream(pages.path() / "web/assets/app-1a2b.js") << "run()";
    std::ofstream(pages.path() / "secret") << "secret";
    std::filesystem::create_symlink(pages.path() / "secret", pages.path() / "web/link");
    studio = std::make_unique<testing::Studio>(json::object{}, pages.path() / "web");
  }
  Reply Get(const std::string& path, const testing::Fields& fields = {}) const {
    return Ask(studio->port(), "GET", path, fields);
  }

  store::TestHome pages;
  std::unique_ptr<testing::Studio> studio;
};

TEST_F(StudioFilesTest, ServesPagesAndAssets) {
  const Reply page = Get("/");
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_EQ(page.headers.at("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.headers.at("Cache-Control"), "no-cache");
  EXPECT_EQ(Get("/index.html").body, page.body);
  EXPECT_EQ(Get("/", {{"If-None-Match", page.headers.at("ETag")}}).status, 304);
  const Reply asset = Get("/assets/app-1a2b.js");
  EXPECT_EQ(asset.body, "run()");
  EXPECT_TRUE(asset.headers.at("Cache-Control").contains("immutable"));
}

TEST_F(StudioFilesTest, NoPathLeadsElsewhere) {
  for (const char* path :
       {"/../secret", "/%2e%2e/secret", "/assets/../../secret", "/..%2fsecret", "/link", "//index.html",
        "/assets/", "/assets", "/secret", "/etc/passwd", "/./index.html"}) {
    EXPECT_EQ(Get(path).ErrorCode(), "path-unknown") << path;
  }
  EXPECT_EQ(Ask(studio->port(), "DELETE", "/index.html").status, 405);
}

TEST(StudioFiles, WithoutPagesTheApiStillWorks) {
  const testing::Studio studio({}, "/nowhere");
  const Reply reply = Ask(studio.port(), "GET", "/");
  EXPECT_EQ(reply.status, 404);
  EXPECT_TRUE(reply.body.contains("/api/v1"));
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/health").status, 200);
}

}  // namespace
}  // namespace easel::server
