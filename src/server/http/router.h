#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/types.h"
#include "server/http/message.h"

namespace easel::server::http {

/// A request on its way to the handler of an operation.
struct Call {
  Request& request;
  std::map<std::string, std::string, std::less<>> path;  ///< parameters of the path template, decoded

  const std::string& Path(std::string_view name) const { return path.find(name)->second; }
  /// A whole number out of the path; kNotFound "path-unknown" for anything else, as no such thing can exist.
  Result<int64_t> PathNumber(std::string_view name) const;
  /// Parameters of the query; kUsage "parameter-invalid" naming it when it is of another form or out of
  /// bounds.
  std::string QueryText(std::string_view name) const;
  Result<int64_t> QueryNumber(std::string_view name, int64_t fallback, int64_t minimum,
                              int64_t maximum) const;
  Result<bool> QueryFlag(std::string_view name) const;
  /// A number of at least 0; nothing when it is not given.
  Result<std::optional<double>> QueryAmount(std::string_view name, double maximum) const;
  /// A number in [0, 1]; nothing when it is not given.
  Result<std::optional<double>> QueryShare(std::string_view name) const;
};

using Handler = std::function<Result<Response>(Call& call)>;

/// How an operation wants to be called.
struct Handling {
  BodyPlace place = BodyPlace::kMemory;
  int64_t max_body = int64_t{1} << 20;
  bool heavy = false;
  /// What can be refused before a large body is sent; none for most.
  std::function<Status(const Call& call)> check;
};

/// Operations of the API, found by method and path. Filled once, then constant and thread-safe.
class Router {
 public:
  struct Route {
    const api::Operation* operation = nullptr;
    std::vector<std::string> segments;  ///< "{name}" stands for any
    Handling handling;
    Handler handler;
  };
  struct Match {
    const Route* route;
    std::map<std::string, std::string, std::less<>> path;
  };

  /// Registers the handler of an operation of api::kOperations. An id that is not in the API, or is
  /// registered already, is our bug: std::logic_error.
  void Add(std::string_view operation, Handling handling, Handler handler);
  void Add(std::string_view operation, Handler handler) { Add(operation, {}, std::move(handler)); }

  /// Operations of the API without a handler.
  std::vector<std::string_view> Missing() const;

  /// kNotFound "path-unknown", or kUsage "method-not-allowed" when the path has other methods (a comma list
  /// of them is the error's item).
  Result<Match> Find(std::string_view method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace easel::server::http
