#include "server/http/listener.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server/testing/client.h"
#include "store/test_home.h"

namespace easel::server::http {
namespace {

using server::testing::ParseReply;
using server::testing::Reply;
using server::testing::Socket;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using store::CodeOf;
using store::Must;

/// Echoes bodies: /memory (at most 1000 bytes), /file (at most 1 MB), /slow (after 300 ms), /bug (throws),
/// /events.
class Echo final : public Application {
 public:
  std::variant<Response, Plan> Admit(const Request& head) override {
    if (head.path == "/early") return Text(403, "no");
    Plan plan{.max_body = 1000, .too_large = [](const Request&) { return Text(413, "too large"); }};
    if (head.path == "/file") {
      plan.place = BodyPlace::kFile;
      plan.max_body = 1'000'000;
    }
    plan.handle = [this](Request& request) { return Handle(request); };
    return plan;
  }
  Response Refuse(const Request&, int status, const Error& error) override {
    return Text(status, error.code);
  }

  std::atomic<bool> in_slow = false;

 private:
  static Response Text(int status, std::string text) {
    return {.status = status, .content_type = "text/plain", .headers = {}, .body = std::move(text)};
  }
  Response Handle(Request& request) {
    if (request.path == "/bug") throw std::runtime_error("bug");
    if (request.path == "/slow") {
      in_slow = true;
      std::this_thread::sleep_for(milliseconds(300));
    }
    if (request.path == "/events") {
      return {.status = 200,
              .content_type = "text/event-stream",
              .headers = {},
              .body = EventStream{[count = std::make_shared<int>(0)]() -> std::optional<std::string> {
                if (++*count > 3) return std::nullopt;
                return "data: " + std::to_string(*count) + "\n\n";
              }}};
    }
    if (request.path == "/file") {
      std::ifstream file(request.upload.path(), std::ios::binary);
      std::string content(std::istreambuf_iterator<char>(file), {});
      EXPECT_EQ(static_cast<int64_t>(content.size()), request.upload.bytes());
      return Text(200, content);
    }
    if (request.path == "/send")
      return {.status = 200, .content_type = "a/b", .headers = {}, .body = FileBody{request.body}};
    return Text(200, request.method + " " + request.path + " " + std::string(request.headers.Get("x-a")) +
                         " " + request.body);
  }
};

class ListenerTest : public ::testing::Test {
 protected:
  /// The log is made before there are threads: ThreadSanitizer does not see its library lock.
  static void SetUpTestSuite() { spdlog::default_logger(); }
  void Start(ListenerOptions options = {}) {
    options.uploads = home.path() / "uploads";
    listener = Must(Listener::Start(options, echo));
  }
  Socket Connect() const { return Socket(listener->port()); }
  size_t Uploads() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(home.path() / "uploads"), {}));
  }

  store::TestHome home;
  Echo echo;
  std::unique_ptr<Listener> listener;
};

std::string Post(const std::string& path, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TEST_F(ListenerTest, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  Start();
  Socket socket = Connect();
  socket.Send(Post("/1", "a") + Post("/2", "b") +
              "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-A: c\r\n\r\n");
  const std::string answers = socket.Read();
  const size_t first = answers.find("POST /1  a");
  const size_t second = answers.find("POST /2  b");
  const size_t third = answers.find("GET /3 c ");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos) << answers;
}

TEST_F(ListenerTest, ReadsChunkedBodies) {
  Start();
  Socket socket = Connect();
  socket.Send(
      "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
  EXPECT_TRUE(socket.Read("abcde").ends_with("POST /x  abcde"));
}

TEST_F(ListenerTest, AnswersByteByByteRequests) {
  Start();
  Socket socket = Connect();
  for (const char c : Post("/x", "abc")) ASSERT_TRUE(socket.Send({&c, 1}));
  EXPECT_TRUE(socket.Read("abc").ends_with("POST /x  abc"));
}

TEST_F(ListenerTest, SaysContinueBeforeTheBody) {
  Start();
  Socket socket = Connect();
  socket.Send("POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(socket.Read("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Send("ab");
  EXPECT_TRUE(socket.Read(" ab").ends_with("POST /x  ab"));
}

TEST_F(ListenerTest, RefusesLargeBodiesDeclaredOrNot) {
  Start();
  Socket declared = Connect();
  declared.Send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(ParseReply(declared.Read()).status, 413);
  Socket chunked = Connect();
  chunked.Send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
               std::string(1001, 'x') + "\r\n");
  EXPECT_EQ(ParseReply(chunked.Read()).status, 413);
  Socket exact = Connect();
  exact.Send(Post("/x", std::string(1000, 'x')));
  EXPECT_EQ(ParseReply(exact.Read(std::string(1000, 'x'))).status, 200);
}

TEST_F(ListenerTest, WritesUploadsToFilesAndRemovesThem) {
  Start();
  std::string body(300'000, '\0');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 + i / 256);
  Socket socket = Connect();
  socket.Send(server::testing::FormatRequest("POST", "/file", {}, body));
  const Reply reply = ParseReply(socket.Read());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, body);
  EXPECT_EQ(Uploads(), 0U);
}

TEST_F(ListenerTest, AnUploadThatBreaksOffLeavesNothing) {
  Start();
  {
    Socket socket = Connect();
    socket.Send("POST /file HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                std::string(50'000, 'x'));
    while (Uploads() == 0) std::this_thread::sleep_for(milliseconds(5));
  }
  for (int i = 0; i < 200 && Uploads() > 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(Uploads(), 0U);
  Socket large = Connect();
  large.Send("POST /file HTTP/1.1\r\nHost: h\r\nContent-Length: 1000001\r\n\r\n");
  EXPECT_EQ(ParseReply(large.Read()).status, 413);
}

TEST_F(ListenerTest, EndsRequestsAtTheirFirstRefusal) {
  Start();
  Socket socket = Connect();
  socket.Send(
      "POST /early HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nGET /x HTTP/1.1\r\nHost: h\r\n\r\n");
  socket.EndSending();
  const std::string answer = socket.Read();
  EXPECT_EQ(ParseReply(answer).status, 403);
  EXPECT_FALSE(answer.contains("GET /x"));
}

TEST_F(ListenerTest, ABugCostsOneRequest) {
  Start();
  Socket socket = Connect();
  socket.Send(Post("/bug", "") + Post("/x", "next"));
  const std::string answers = socket.Read("next");
  EXPECT_EQ(ParseReply(answers).status, 500);
  EXPECT_TRUE(answers.ends_with("POST /x  next"));
}

TEST_F(ListenerTest, HeadHasNoBody) {
  Start();
  Socket socket = Connect();
  socket.Send("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const Reply reply = ParseReply(socket.Read());
  EXPECT_EQ(reply.headers.at("Content-Length"), "9");
  EXPECT_EQ(reply.body, "");
}

TEST_F(ListenerTest, SendsFilesAndMissingOnesAreErrors) {
  Start();
  const auto path = home.path() / "sent";
  std::ofstream(path) << std::string(200'000, 'y');
  Socket socket = Connect();
  socket.Send(Post("/send", path.string()) + Post("/send", "/nowhere") + Post("/x", "end"));
  const std::string answers = socket.Read("end");
  EXPECT_TRUE(answers.contains("Content-Length: 200000\r\n"));
  EXPECT_TRUE(answers.contains("\r\n\r\n" + std::string(200'000, 'y') + "HTTP/1.1 500"));
}

TEST_F(ListenerTest, EveryResponseHasTheSecurityHeaders) {
  Start();
  for (const std::string request :
       {"GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "nonsense\r\n\r\n",
        "GET /early HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"}) {
    Socket socket = Connect();
    socket.Send(request);
    const Reply reply = ParseReply(socket.Read());
    EXPECT_TRUE(reply.headers.at("Content-Security-Policy").contains("frame-ancestors 'none'"));
    EXPECT_EQ(reply.headers.at("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.headers.at("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(reply.headers.at("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(reply.headers.at("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.headers.at("Cache-Control"), "no-store");
  }
}

TEST_F(ListenerTest, LongHeadsAreRefused) {
  Start();
  Socket socket = Connect();
  socket.Send("GET /x HTTP/1.1\r\nHost: h\r\nX-A: " + std::string(20'000, 'a') + "\r\n\r\n");
  EXPECT_EQ(ParseReply(socket.Read()).status, 431);
}

TEST_F(ListenerTest, QueriesThatCannotBeDecodedAreRefused) {
  Start();
  Socket socket = Connect();
  socket.Send("GET /x?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(ParseReply(socket.Read()).status, 400);
}

TEST_F(ListenerTest, SlowClientsAreLeft) {
  Start({.head_seconds = 1, .body_seconds = 1, .idle_seconds = 1});
  const auto seconds_until_closed = [&](const std::string& sent) {
    Socket socket = Connect();
    const auto start = steady_clock::now();
    socket.Send(sent);
    socket.Read();
    EXPECT_TRUE(socket.closed()) << sent;
    return std::chrono::duration<double>(steady_clock::now() - start).count();
  };
  for (const std::string sent :
       {"", "GET / HTTP/1.1\r\nHost:", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    const double took = seconds_until_closed(sent);
    EXPECT_GT(took, 0.8) << sent;
    EXPECT_LT(took, 4.0) << sent;
  }
}

TEST_F(ListenerTest, TheHeadsTimeIsNotProlongedByDrops) {
  Start({.head_seconds = 1});
  Socket socket = Connect();
  const auto start = steady_clock::now();
  while (socket.Send("X") && steady_clock::now() - start < seconds(5)) {
    socket.Read("never", milliseconds(50));
    if (socket.closed()) break;
  }
  EXPECT_LT(steady_clock::now() - start, seconds(3));
}

TEST_F(ListenerTest, SendsEventsUntilTheirEnd) {
  Start();
  Socket socket = Connect();
  socket.Send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(ParseReply(socket.Read()).body, "data: 1\n\ndata: 2\n\ndata: 3\n\n");
  EXPECT_TRUE(socket.closed());
}

TEST_F(ListenerTest, StoppingLetsRequestsFinishAndClosesIdleConnections) {
  Start();
  Socket busy = Connect();
  Socket idle = Connect();
  idle.Send(Post("/x", "a"));
  idle.Read("POST /x  a");
  busy.Send(Post("/slow", "b"));
  while (!echo.in_slow) std::this_thread::sleep_for(milliseconds(1));
  const auto start = steady_clock::now();
  listener->Stop();
  EXPECT_LT(steady_clock::now() - start, seconds(5));
  EXPECT_TRUE(busy.Read().ends_with("POST /slow  b"));
  idle.Read();
  EXPECT_TRUE(idle.closed());
  EXPECT_THROW(Connect(), std::runtime_error);
}

TEST_F(ListenerTest, WaitEndsWithStop) {
  Start();
  std::jthread stopper([this] {
    std::this_thread::sleep_for(milliseconds(50));
    listener->Stop();
  });
  listener->Wait();
}

TEST_F(ListenerTest, ASignalThatComesBeforeWaitEndsItAsWell) {
  Start();
  listener->CatchSignals();
  ASSERT_EQ(std::raise(SIGTERM), 0);
  listener->Wait();
}

TEST_F(ListenerTest, ConnectionsAboveTheLimitAreClosed) {
  Start({.max_connections = 2});
  Socket first = Connect();
  Socket second = Connect();
  first.Send(Post("/x", "1"));
  second.Send(Post("/x", "2"));
  first.Read("POST /x  1");
  second.Read("POST /x  2");
  Socket third = Connect();
  third.Read();
  EXPECT_TRUE(third.closed());
  first.Send(Post("/x", "3"));
  EXPECT_TRUE(first.Read("POST /x  3").ends_with("3"));
}

TEST_F(ListenerTest, MemoryOfAllBodiesIsLimited) {
  Start({.max_memory = 1500});
  Socket first = Connect();
  first.Send("POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n");
  ASSERT_EQ(first.Read("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  Socket second = Connect();
  second.Send(Post("/x", std::string(900, 'x')));
  EXPECT_EQ(ParseReply(second.Read("\r\n\r\n")).status, 503);
  first.Send(std::string(1000, 'x'));
  EXPECT_EQ(ParseReply(first.Read(std::string(1000, 'x'))).status, 200);
  // What the first took is given back soon after its answer.
  int status = 503;
  for (int i = 0; i < 1000 && status == 503; ++i) {
    Socket third = Connect();
    third.Send(Post("/x", std::string(900, 'x')));
    status = ParseReply(third.Read("\r\n\r\n")).status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(ListenerTest, AddressesThatCannotBeHad) {
  Start();
  Echo other;
  EXPECT_EQ(CodeOf(Listener::Start({.port = listener->port(), .uploads = home.path() / "u"}, other)),
            "address-in-use");
  EXPECT_EQ(CodeOf(Listener::Start({.address = "nowhere", .uploads = home.path() / "u"}, other)),
            "address-invalid");
  EXPECT_EQ(CodeOf(Listener::Start({.address = "203.0.113.1", .uploads = home.path() / "u"}, other)),
            "address-refused");
}

}  // namespace
}  // namespace easel::server::http
