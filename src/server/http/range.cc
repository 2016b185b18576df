#include "server/http/range.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <charconv>

namespace easel::server::http {
namespace {

constexpr std::string_view kUnit = "bytes=";

/// Digits and nothing else; what is beyond 64 bits is as far as anything.
std::optional<int64_t> ReadPosition(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc::result_out_of_range ? INT64_MAX : value;
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

RangeAnswer ReadRange(std::string_view header, int64_t size) {
  if (!boost::algorithm::istarts_with(header, kUnit)) return {};
  const std::string_view range = Trimmed(header.substr(kUnit.size()));
  const size_t dash = range.find('-');
  if (dash == range.npos || range.contains(',')) return {};
  const std::string_view first = range.substr(0, dash);
  const std::string_view last = range.substr(dash + 1);
  if (first.empty()) {
    const auto suffix = ReadPosition(last);
    if (!suffix) return {};
    const int64_t length = std::min(*suffix, size);
    if (length == 0) return {.part = {}, .unsatisfiable = true};
    return {.part = ByteRange{size - length, length}};
  }
  const auto begin = ReadPosition(first);
  const auto end = last.empty() ? INT64_MAX : ReadPosition(last);
  if (!begin || !end || *end < *begin) return {};
  if (*begin >= size) return {.part = {}, .unsatisfiable = true};
  return {.part = ByteRange{*begin, std::min(*end, size - 1) - *begin + 1}};
}

Response FileResponse(const Request& request, std::filesystem::path path, int64_t size, std::string_view tag,
                      std::string content_type) {
  Response response;
  response.headers.Add("ETag", std::string(tag));
  response.headers.Add("Accept-Ranges", "bytes");
  response.headers.Add("Cache-Control", "private, max-age=31536000, immutable");
  if (request.headers.Get("If-None-Match") == tag) {
    response.status = 304;
    return response;
  }
  response.content_type = std::move(content_type);
  // A part of another version is of no use: the whole is sent instead. Dates we do not give, so none is ours.
  const bool same_version = !request.headers.Has("If-Range") || request.headers.Get("If-Range") == tag;
  const RangeAnswer range = same_version ? ReadRange(request.headers.Get("Range"), size) : RangeAnswer{};
  if (range.unsatisfiable) {
    response.status = 416;
    response.content_type.clear();
    response.headers.Add("Content-Range", "bytes */" + std::to_string(size));
    return response;
  }
  FileBody body{.path = std::move(path)};
  if (range.part) {
    const auto [begin, length] = *range.part;
    response.status = 206;
    response.headers.Add("Content-Range", "bytes " + std::to_string(begin) + "-" +
                                              std::to_string(begin + length - 1) + "/" +
                                              std::to_string(size));
    body.begin = begin;
    body.length = length;
  }
  response.body = std::move(body);
  return response;
}

}  // namespace easel::server::http
