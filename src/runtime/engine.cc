#include "runtime/engine.h"

#include <fstream>
#include <set>
#include <sstream>

namespace easel::runtime {

std::string EngineName() {
  std::string name = "xnnpack";
#if defined(__x86_64__)
  // The kernels differ by these; other flags do not matter.
  static const std::set<std::string> relevant = {"avx",     "avx2",     "fma",         "f16c",
                                                 "avx512f", "avx512bw", "avx512_vnni", "avx_vnni"};
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (!line.starts_with("flags")) continue;
    std::set<std::string> found;
    std::istringstream flags(line);
    for (std::string flag; flags >> flag;) {
      if (relevant.contains(flag)) found.insert(flag);
    }
    for (const std::string& flag : found) name += " " + flag;
    break;
  }
  return "x86-64 " + name;
#elif defined(__aarch64__)
  return "arm64 " + name;
#else
  return "generic " + name;
#endif
}

}  // namespace easel::runtime
