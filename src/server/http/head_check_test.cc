#include "server/http/head_check.h"

#include <gtest/gtest.h>

#include "server/testing/studio.h"

namespace easel::server::http {
namespace {

using server::testing::ParseReply;
using server::testing::Socket;
using server::testing::Studio;

/// A second request that a fooled reader would answer.
const std::string kHidden = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Shape {
  const char* name;
  std::string head;
};

/// Requests on whose end or addressee readers are known to disagree (RFC 9112; Linhart et al. 2005; Kettle
/// 2019).
const std::vector<Shape>& Refused() {
  static const std::string post = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n";
  static const std::string get = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n";
  static const std::vector<Shape> shapes = {
      {"length then chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"chunked then length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"},
      {"two different lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"},
      {"two equal lengths", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"},
      {"list of lengths", post + "Content-Length: 5, 5\r\n\r\n"},
      {"list of different lengths", post + "Content-Length: 5, 6\r\n\r\n"},
      {"signed length", post + "Content-Length: +5\r\n\r\n"},
      {"negative length", post + "Content-Length: -5\r\n\r\n"},
      {"hexadecimal length", post + "Content-Length: 0x5\r\n\r\n"},
      {"empty length", post + "Content-Length:\r\n\r\n"},
      {"length with a blank inside", post + "Content-Length: 1 0\r\n\r\n"},
      {"length past 64 bits", post + "Content-Length: 18446744073709551621\r\n\r\n"},
      {"fractional length", post + "Content-Length: 5.0\r\n\r\n"},
      {"chunked not last", post + "Transfer-Encoding: chunked, identity\r\n\r\n"},
      {"gzip then chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n"},
      {"chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n"},
      {"two encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"},
      {"two chunked", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"identity", post + "Transfer-Encoding: identity\r\n\r\n"},
      {"almost chunked", post + "Transfer-Encoding: xchunked\r\n\r\n"},
      {"quoted chunked", post + "Transfer-Encoding: \"chunked\"\r\n\r\n"},
      {"chunked with parameter", post + "Transfer-Encoding: chunked;q=1\r\n\r\n"},
      {"chunked after vertical tab", post + "Transfer-Encoding: \x0b"
                                            "chunked\r\n\r\n"},
      {"empty encoding", post + "Transfer-Encoding:\r\n\r\n"},
      {"chunked in 1.0",
       "POST /api/v1/session HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {"blank before colon", post + "Content-Length : 5\r\n\r\n"},
      {"tab before colon", post + "Transfer-Encoding\t: chunked\r\n\r\n"},
      {"blank before name", post + " Content-Length: 5\r\n\r\n"},
      {"folded line", get + "X-A: b\r\n Content-Length: 5\r\n\r\n"},
      {"folded encoding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n"},
      {"line without colon", get + "Content-Length 5\r\n\r\n"},
      {"empty name", get + ": 5\r\n\r\n"},
      {"bare LF between fields", get + "X-A: b\nContent-Length: 5\r\n\r\n"},
      {"bare CR in a value", get + "X-A: b\rContent-Length: 5\r\n\r\n"},
      {"NUL in a value", get + std::string("X-A: b\0c\r\n\r\n", 11)},
      {"NUL in a name", get + std::string("X\0A: b\r\n\r\n", 10)},
      {"delete in a value", get + "X-A: \x7f\r\n\r\n"},
      {"two hosts", "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n"},
      {"two equal hosts", "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"},
      {"no host", "GET /api/v1/health HTTP/1.1\r\nX-A: b\r\n\r\n"},
      {"empty host", "GET /api/v1/health HTTP/1.1\r\nHost:\r\n\r\n"},
      {"host with a slash", "GET /api/v1/health HTTP/1.1\r\nHost: localhost/x\r\n\r\n"},
      {"host with a user", "GET /api/v1/health HTTP/1.1\r\nHost: localhost@evil\r\n\r\n"},
      {"absolute target", "GET http://evil/api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"authority target", "CONNECT evil:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"asterisk target", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"blank in the target", "GET /api/v1/health x HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"fragment in the target", "GET /api/v1/health#x HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"byte above 127 in the target", "GET /\xc3\xa4 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"version 2", "GET /api/v1/health HTTP/2.0\r\nHost: localhost\r\n\r\n"},
      {"version 0.9", "GET /api/v1/health\r\nHost: localhost\r\n\r\n"},
      {"small version", "GET /api/v1/health http/1.1\r\nHost: localhost\r\n\r\n"},
      {"blank behind the version", "GET /api/v1/health HTTP/1.1 \r\nHost: localhost\r\n\r\n"},
      {"method with a colon", "GE:T /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"},
      {"empty line first", "\r\nGET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"},
  };
  return shapes;
}

TEST(CheckHead, RefusesWhatReadersDisagreeOn) {
  for (const Shape& shape : Refused()) {
    const Status status = CheckHead(shape.head);
    ASSERT_FALSE(status) << shape.name;
    EXPECT_EQ(status.error().code, "request-malformed") << shape.name;
  }
}

TEST(CheckHead, AcceptsWhatClientsSend) {
  for (const std::string& head : {
           std::string("GET / HTTP/1.1\r\nHost: localhost:8700\r\n\r\n"),
           std::string("GET /a%20b?c=d HTTP/1.1\r\nhOsT: [::1]:8700\r\nAccept: */*\r\nX-Empty:\r\n\r\n"),
           std::string("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length:  12 \r\nX: a\tb \xc3\xa4\r\n\r\n"),
           std::string("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"),
           std::string("GET / HTTP/1.0\r\n\r\n"),
       }) {
    EXPECT_TRUE(CheckHead(head)) << head;
  }
}

TEST(CheckHead, TheHeadEndsWithTheEmptyLine) {
  EXPECT_FALSE(CheckHead("GET / HTTP/1.1\r\nHost: h\r\n"));
  EXPECT_FALSE(CheckHead("GET / HTTP/1.1\r\nHost: h\r\n\r\nmore"));
  EXPECT_FALSE(CheckHead(""));
}

// The server answers 400 once, closes, and takes nothing behind the head for a request.
TEST(Smuggling, NoShapeGetsASecondAnswer) {
  const Studio studio;
  for (const Shape& shape : Refused()) {
    Socket socket(studio.port());
    socket.Send(shape.head + kHidden);
    socket.EndSending();
    const std::string answer = socket.Read();
    EXPECT_EQ(ParseReply(answer).status, 400) << shape.name << "\n" << answer;
    EXPECT_EQ(answer.find("HTTP/1.1 ", 1), std::string::npos) << shape.name << "\n" << answer;
    EXPECT_TRUE(socket.closed()) << shape.name;
  }
}

// Broken chunk framing ends the connection without an answer to what follows.
TEST(Smuggling, BrokenChunksEndTheConnection) {
  const Studio studio;
  for (const std::string chunks :
       {"g\r\nx\r\n0\r\n\r\n", "-1\r\nx\r\n0\r\n\r\n", "1\nx\r\n0\r\n\r\n", "1\r\nxx\r\n0\r\n\r\n",
        "ffffffffffffffff1\r\nx\r\n0\r\n\r\n", " 1\r\nx\r\n0\r\n\r\n"}) {
    Socket socket(studio.port());
    socket.Send("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
                chunks + kHidden);
    socket.EndSending();
    EXPECT_EQ(socket.Read().find("\"ready\""), std::string::npos) << chunks;
  }
}

}  // namespace
}  // namespace easel::server::http
