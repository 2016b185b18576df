#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

/// HTTP as the rest of the room sees it: plain values, no sockets, no library.
namespace easel::server::http {

/// Names are compared without regard to case; the order is kept.
class Headers {
 public:
  void Add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// The first value, empty when there is none.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// Query or form parameters, decoded; the first of a name counts.
using Parameters = std::vector<std::pair<std::string, std::string>>;
std::optional<std::string> Find(const Parameters& parameters, std::string_view name);

/// A request's body that was written to a file. The file is removed with the object unless someone took it
/// over.
class Upload {
 public:
  Upload() = default;
  Upload(std::filesystem::path path, int64_t bytes) : path_(std::move(path)), bytes_(bytes) {}
  Upload(Upload&& other) noexcept : path_(std::exchange(other.path_, {})), bytes_(other.bytes_) {}
  Upload& operator=(Upload&& other) noexcept;
  ~Upload() { Remove(); }

  const std::filesystem::path& path() const { return path_; }
  int64_t bytes() const { return bytes_; }
  /// From now on the file is the caller's.
  std::filesystem::path Keep() { return std::exchange(path_, {}); }

 private:
  void Remove();

  std::filesystem::path path_;
  int64_t bytes_ = 0;
};

struct Request {
  std::string method;
  std::string path;  ///< as sent, percent-encoded, starting with '/'
  Parameters query;
  Headers headers;
  std::string body;  ///< of a Plan with BodyPlace::kMemory
  Upload upload;     ///< of a Plan with BodyPlace::kFile: durable
  Language language = Language::kEnglish;
  std::string client;        ///< the peer's address, without its port
  uint16_t local_port = 0;   ///< that the client connected to
  bool is_loopback = false;  ///< the client runs on this machine and is no proxy
};

/// A file to send, or a part of it.
struct FileBody {
  std::filesystem::path path;
  bool remove_afterwards = false;
  int64_t begin = 0;
  std::optional<int64_t> length = {};  ///< nothing: to the end
};

/// Server-sent events (WHATWG HTML, "Server-sent events"). `poll` is called several times a second on a
/// worker thread, by one at a time: the text to append (events as they go over the wire, may be empty), or
/// nullopt after the end.
struct EventStream {
  std::function<std::optional<std::string>()> poll;
};

struct Response {
  int status = 200;
  std::string content_type;  ///< none for an empty body
  Headers headers;
  std::variant<std::string, FileBody, EventStream> body;
};

/// Where a request's body goes while it arrives.
enum class BodyPlace { kMemory, kFile };

/// What is to be done with a request whose head has arrived.
struct Plan {
  BodyPlace place = BodyPlace::kMemory;
  int64_t max_body = int64_t{1} << 20;
  /// What the client is told about a larger body.
  std::function<Response(const Request&)> too_large;
  /// Heavy work has its own threads, so that light requests never wait for it.
  bool heavy = false;
  std::function<Response(Request&)> handle;
};

/// What a listener serves. Called from several threads at once.
class Application {
 public:
  virtual ~Application() = default;
  /// Decides, before the body is read, whether the request is answered at once or how it goes on.
  virtual std::variant<Response, Plan> Admit(const Request& head) = 0;
  /// The answer to a request that is not proper HTTP, or broke off on our side. `status` is 400, 408, 431,
  /// 500 …
  virtual Response Refuse(const Request& head, int status, const Error& error) = 0;
};

Response JsonResponse(int status, const json::value& document);
/// {"error":{…}} with the status of its kind.
Response ErrorResponse(const Error& error, Language language);
Response ErrorResponse(int status, const Error& error, Language language);
/// The HTTP status of an error of this kind and code.
int StatusOf(const Error& error);

}  // namespace easel::server::http
