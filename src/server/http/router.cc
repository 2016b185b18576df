#include "server/http/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "server/http/url.h"

namespace easel::server::http {
namespace {

std::unexpected<Error> Unknown(std::string_view path) {
  return Fail(ErrorKind::kNotFound, "path-unknown", {"There is nothing at this address.", "该地址不存在。"},
              {"Check the address.", "请检查地址。"}, std::string(path));
}

std::unexpected<Error> InvalidParameter(std::string_view name, const Text& expected) {
  return Fail(ErrorKind::kUsage, "parameter-invalid",
              {"The parameter \"" + std::string(name) + "\" must be " + expected.en + ".",
               "参数“" + std::string(name) + "”必须是" + expected.zh + "。"},
              {"Correct the address and try again.", "请修正地址后重试。"}, std::string(name));
}

std::optional<int64_t> ParseNumber(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool IsParameter(std::string_view segment) { return segment.starts_with('{'); }

}  // namespace

Result<int64_t> Call::PathNumber(std::string_view name) const {
  if (const auto number = ParseNumber(Path(name)); number && *number >= 0) return *number;
  return Unknown(request.path);
}

std::string Call::QueryText(std::string_view name) const {
  return http::Find(request.query, name).value_or("");
}

Result<int64_t> Call::QueryNumber(std::string_view name, int64_t fallback, int64_t minimum,
                                  int64_t maximum) const {
  const auto text = http::Find(request.query, name);
  if (!text) return fallback;
  const auto number = ParseNumber(*text);
  if (number && *number >= minimum && *number <= maximum) return *number;
  const std::string bounds = std::to_string(minimum) + "–" + std::to_string(maximum);
  return InvalidParameter(name, {"a whole number (" + bounds + ")", "整数（" + bounds + "）"});
}

Result<bool> Call::QueryFlag(std::string_view name) const {
  const std::string text = QueryText(name);
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  return InvalidParameter(name, {"true or false", "true 或 false"});
}

Result<std::optional<double>> Call::QueryAmount(std::string_view name, double maximum) const {
  const auto text = http::Find(request.query, name);
  if (!text) return std::nullopt;
  double number = -1;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error == std::errc() && end == text->data() + text->size() && number >= 0 && number <= maximum)
    return number;
  const std::string most = fmt::format("{}", maximum);
  return InvalidParameter(name, {"a number between 0 and " + most, "0 到 " + most + " 之间的数"});
}

Result<std::optional<double>> Call::QueryShare(std::string_view name) const { return QueryAmount(name, 1); }

void Router::Add(std::string_view operation, Handling handling, Handler handler) {
  const auto row = std::ranges::find(api::kOperations, operation, &api::Operation::id);
  if (row == api::kOperations.end()) throw std::logic_error("not in the API: " + std::string(operation));
  if (std::ranges::any_of(routes_, [&](const Route& route) { return route.operation == &*row; })) {
    throw std::logic_error("registered twice: " + std::string(operation));
  }
  routes_.push_back({&*row, SplitPath(row->path).value(), std::move(handling), std::move(handler)});
}

std::vector<std::string_view> Router::Missing() const {
  std::vector<std::string_view> missing;
  for (const api::Operation& operation : api::kOperations) {
    if (std::ranges::find(routes_, &operation, &Route::operation) == routes_.end())
      missing.push_back(operation.id);
  }
  return missing;
}

Result<Router::Match> Router::Find(std::string_view method, std::string_view path) const {
  const auto segments = SplitPath(path);
  if (!segments) return Unknown(path);
  std::string others;
  for (const Route& route : routes_) {
    const bool fits =
        std::ranges::equal(route.segments, *segments, [](const auto& expected, const auto& given) {
          return IsParameter(expected) ? !given.empty() : expected == given;
        });
    if (!fits) continue;
    if (route.operation->method != method) {
      others += (others.empty() ? "" : ", ") + std::string(route.operation->method);
      continue;
    }
    Match match{&route, {}};
    for (size_t i = 0; i < segments->size(); ++i) {
      const std::string& name = route.segments[i];
      if (IsParameter(name)) match.path[name.substr(1, name.size() - 2)] = (*segments)[i];
    }
    return match;
  }
  if (others.empty()) return Unknown(path);
  return Fail(ErrorKind::kUsage, "method-not-allowed",
              {"This address has no such method.", "该地址不支持此方法。"},
              {"Use one of: " + others + ".", "请使用：" + others + "。"}, others);
}

}  // namespace easel::server::http
