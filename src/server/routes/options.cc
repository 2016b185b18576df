#include "base/options.h"

#include "dataset/import/import.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"
#include "training/options.h"

namespace easel::server {

void AddOptionRoutes(http::Router& router, Services&) {
  router.Add("describeOptions", [](http::Call& call) -> Result<http::Response> {
    const std::string& command = call.Path("command");
    if (command == "train") {
      return http::JsonResponse(
          200, DescribeOptions(training::TrainOptionsOf(call.QueryText("task")), call.request.language));
    }
    if (command == "import") {
      return http::JsonResponse(200, DescribeOptions(dataset::ImportOptions(), call.request.language));
    }
    return Fail(ErrorKind::kNotFound, "command-unknown", {"There is no such command.", "没有该命令。"},
                {"Use train or import.", "请使用 train 或 import。"}, command);
  });
}

}  // namespace easel::server
