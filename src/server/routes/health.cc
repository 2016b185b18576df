#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {

void AddHealthRoutes(http::Router& router, Services& services) {
  router.Add("getHealth", [&services](http::Call&) -> Result<http::Response> {
    return Reply(api::Health{.ready = services.catalog.credentials().HasPassword().has_value(),
                             .version = services.version});
  });
}

}  // namespace easel::server
