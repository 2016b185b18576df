// Heads of requests: what CheckHead lets pass must be free of the shapes that it exists to refuse, by a
// slower reading.
#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/head_check.h"

namespace {

void Expect(bool holds) {
  if (!holds) std::abort();
}

void ExpectSound(const std::string& head) {
  Expect(head.ends_with("\r\n\r\n"));
  Expect(head.find('\0') == head.npos);
  std::vector<std::string> lines;
  boost::algorithm::split(lines, head, [](char c) { return c == '\n'; });
  int hosts = 0;
  int framings = 0;
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    std::string line = lines[i];
    Expect(line.ends_with('\r'));
    line.pop_back();
    Expect(line.find('\r') == line.npos);
    if (i == 0 || line.empty()) continue;
    Expect(line.front() != ' ' && line.front() != '\t');
    boost::algorithm::to_lower(line);
    hosts += line.starts_with("host:");
    framings += line.starts_with("content-length:") || line.starts_with("transfer-encoding:");
  }
  Expect(framings <= 1);
  Expect(hosts == 1 || (hosts == 0 && lines[0].ends_with("HTTP/1.0\r")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string head(reinterpret_cast<const char*>(data), size);
  if (easel::server::http::CheckHead(head)) ExpectSound(head);
  return 0;
}
