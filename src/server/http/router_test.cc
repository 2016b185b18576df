#include "server/http/router.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "server/routes/routes.h"
#include "server/testing/studio.h"

namespace easel::server::http {
namespace {

// Routes are registered by operation: none can exist outside of the API, and none of the API may be left out.
TEST(Router, EveryOperationOfTheApiIsServed) {
  const server::testing::Studio studio;
  for (const api::Operation& operation : api::kOperations) {
    std::string path(operation.path);
    for (size_t at = 0; (at = path.find('{')) != path.npos;) {
      const std::string name = path.substr(at, path.find('}') - at + 1);
      path.replace(at, name.size(), name == "{hash}" ? std::string(64, '0') : "1");
    }
    const auto reply = studio.Call(operation.method, path, "", {{"Content-Type", "application/json"}});
    EXPECT_NE(reply.status, 0) << operation.id;
    EXPECT_NE(reply.status, 405) << operation.id;
    EXPECT_NE(reply.status, 500) << operation.id << reply.body;
    EXPECT_NE(reply.ErrorCode(), "path-unknown") << operation.id;
  }
}

TEST(Router, MissingNamesWhatHasNoHandler) {
  Router router;
  EXPECT_EQ(router.Missing().size(), api::kOperations.size());
  router.Add("getHealth", [](Call&) -> Result<Response> { return Response{}; });
  EXPECT_EQ(router.Missing().size(), api::kOperations.size() - 1);
}

TEST(Router, RefusesRoutesThatAreNotInTheApi) {
  Router router;
  const auto handler = [](Call&) -> Result<Response> { return Response{}; };
  EXPECT_THROW(router.Add("getMoney", handler), std::logic_error);
  router.Add("getHealth", handler);
  EXPECT_THROW(router.Add("getHealth", handler), std::logic_error);
}

TEST(Router, FindsByMethodAndPath) {
  Router router;
  const auto handler = [](Call&) -> Result<Response> { return Response{}; };
  router.Add("getProject", handler);
  router.Add("deleteProject", handler);
  const auto match = router.Find("GET", "/api/v1/projects/%E9%9E%8B%2F1");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->route->operation->id, "getProject");
  EXPECT_EQ(match->path.find("project")->second, "鞋/1");
  const auto wrong = router.Find("PATCH", "/api/v1/projects/a");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "method-not-allowed");
  EXPECT_EQ(wrong.error().item, "GET, DELETE");
  for (const char* path : {"/api/v1/projects/", "/api/v1/projects/a/b", "/api/v1", "//api/v1/projects/a",
                           "/api/v1/projects/%00"}) {
    const auto unknown = router.Find("GET", path);
    ASSERT_FALSE(unknown) << path;
    EXPECT_EQ(unknown.error().code, "path-unknown") << path;
  }
}

TEST(Operations, HaveUniqueNamesAndAddresses) {
  std::set<std::string> seen;
  for (const api::Operation& operation : api::kOperations) {
    EXPECT_TRUE(seen.insert(std::string(operation.id)).second) << operation.id;
    EXPECT_TRUE(seen.insert(std::string(operation.method) + std::string(operation.path)).second)
        << operation.id;
  }
}

}  // namespace
}  // namespace easel::server::http
