#include "server/http/head_check.h"

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <optional>

namespace easel::server::http {
namespace {

using boost::algorithm::iequals;

std::unexpected<Error> Malformed(std::string rule) {
  return Fail(ErrorKind::kUsage, "request-malformed",
              {"This is not a proper HTTP request (" + rule + ").", "HTTP 请求格式不正确（" + rule + "）。"},
              {"Use an HTTP client library; if there is a proxy in between, check its settings.",
               "请使用标准 HTTP 客户端；如经过代理，请检查其设置。"},
              rule);
}

bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").contains(c);
}
bool IsToken(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsTokenCharacter); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsControl(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool IsHost(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return IsTokenCharacter(c) || std::string_view(":[]()=,;").contains(c);
  });
}

/// Takes the next line off `text`, without its CRLF; nullopt unless it ends in one.
std::optional<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find("\r\n");
  if (end == text.npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 2);
  return line;
}

/// Checks "METHOD /target HTTP/1.x"; gives whether it is 1.1.
Result<bool> CheckRequestLine(std::string_view line) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == line.npos || first == last) return Malformed("request-line");
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(line.substr(0, first))) return Malformed("method");
  const bool printable = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!target.starts_with('/') || !printable || target.contains('#')) return Malformed("target");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return Malformed("version");
  return version == "HTTP/1.1";
}

}  // namespace

Status CheckHead(std::string_view head) {
  if (head.size() > kMaxHeadBytes) return Malformed("head-size");
  std::optional<std::string_view> line = TakeLine(head);
  if (!line) return Malformed("line-end");
  if (std::ranges::any_of(*line, IsControl)) return Malformed("control-character");
  EASEL_ASSIGN(const bool is_11, CheckRequestLine(*line));
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
  for (;;) {
    line = TakeLine(head);
    if (!line) return Malformed("line-end");
    if (line->empty()) break;
    if (std::ranges::any_of(*line, IsControl)) return Malformed("control-character");
    const size_t colon = line->find(':');
    if (colon == line->npos || !IsToken(line->substr(0, colon))) return Malformed("field-name");
    const std::string_view name = line->substr(0, colon);
    const std::string_view value = Trim(line->substr(colon + 1));
    if (iequals(name, "Host")) {
      if (++hosts > 1 || !IsHost(value)) return Malformed("host");
    } else if (iequals(name, "Content-Length")) {
      const bool plain = !value.empty() && value.size() <= 18 && std::ranges::all_of(value, IsDigit);
      if (++lengths > 1 || !plain) return Malformed("content-length");
    } else if (iequals(name, "Transfer-Encoding")) {
      if (++encodings > 1 || !is_11 || !iequals(value, "chunked")) return Malformed("transfer-encoding");
    }
  }
  if (!head.empty()) return Malformed("head-end");
  if (is_11 && hosts == 0) return Malformed("host");
  if (lengths > 0 && encodings > 0) return Malformed("content-length-and-transfer-encoding");
  return {};
}

}  // namespace easel::server::http
