#include "server/options.h"

#include <charconv>
#include <vector>

namespace easel::server {

std::span<const OptionDeclaration> ServerOptions() {
  static const std::vector<OptionDeclaration> options = {
      {.name = "listen",
       .type = OptionType::kText,
       .fallback = "127.0.0.1:8700",
       .help = {"Address and port to listen on; 0.0.0.0:8700 serves the whole network, port 0 takes any free "
                "one.",
                "监听地址和端口；0.0.0.0:8700 对整个网络提供服务，端口 0 表示任选空闲端口。"},
       .choices = {},
       .visibility = Visibility::kSimple},
      {.name = "studio",
       .type = OptionType::kText,
       .fallback = nullptr,
       .help = {"Folder with the studio's web pages (default: beside the program).",
                "工作台网页所在文件夹（默认在程序旁边）。"},
       .choices = {},
       .visibility = Visibility::kExpert},
      {.name = "workers",
       .type = OptionType::kInteger,
       .fallback = 1,
       .help = {"Worker processes for imports and trainings; 0 leaves them to workers started elsewhere.",
                "处理导入和训练的工作进程数；0 表示由其他地方启动的进程处理。"},
       .minimum = 0,
       .maximum = 64,
       .choices = {},
       .visibility = Visibility::kNormal},
      {.name = "max-upload",
       .type = OptionType::kInteger,
       .fallback = 5120,
       .help = {"The largest upload, in MiB.", "单次上传的最大大小（MiB）。"},
       .minimum = 1,
       .maximum = 1048576,
       .choices = {},
       .visibility = Visibility::kNormal},
      {.name = "max-qps",
       .type = OptionType::kInteger,
       .fallback = 0,
       .help = {"Most predictions a second through the EasyDL protocol; 0: no limit.",
                "EasyDL 协议每秒最多预测次数；0 表示不限。"},
       .minimum = 0,
       .maximum = 1000000,
       .choices = {},
       .visibility = Visibility::kExpert},
      {.name = "model-memory",
       .type = OptionType::kInteger,
       .fallback = 2048,
       .help = {"Memory for models that are kept ready, in MiB.", "常驻内存的模型可用内存（MiB）。"},
       .minimum = 1,
       .maximum = 1048576,
       .choices = {},
       .visibility = Visibility::kExpert},
  };
  return options;
}

bool ListenAddress::IsLoopback() const { return host.starts_with("127.") || host == "::1"; }

std::string ListenAddress::UrlHost() const { return host.contains(':') ? "[" + host + "]" : host; }

Result<ListenAddress> ParseListen(std::string_view text) {
  const size_t colon = text.rfind(':');
  std::string_view host = colon == text.npos ? "127.0.0.1" : text.substr(0, colon);
  const std::string_view port = colon == text.npos ? text : text.substr(colon + 1);
  ListenAddress address;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (error != std::errc() || end != port.data() + port.size() || host.empty()) {
    return Fail(ErrorKind::kUsage, "listen-invalid",
                {"\"" + std::string(text) + "\" is no address with a port.",
                 "“" + std::string(text) + "”不是有效的地址和端口。"},
                {"Give one such as 127.0.0.1:8700.", "请使用如 127.0.0.1:8700 的形式。"}, std::string(text));
  }
  address.host = host;
  return address;
}

}  // namespace easel::server
