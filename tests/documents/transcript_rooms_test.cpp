#include <gtest/gtest.h>

#include "documents/readers/text_lines.h"
#include "documents/readers/transcript_connection.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

TEST(Connection, KnowsThePeerOfEachHost) {
  Connection connection;
  connection.read_curl("Connected to a.example (192.0.2.1) port 443");
  EXPECT_EQ(connection.answering(), "192.0.2.1");
  connection.read_curl("Established connection to b.example (192.0.2.2 port 443) from 10.0.0.1");
  EXPECT_EQ(connection.answering(), "192.0.2.2");
  connection.read_curl("Re-using existing connection with host a.example");
  EXPECT_EQ(connection.answering(), "192.0.2.1");
}

TEST(Connection, DoesNotTakeAProxyForTheNode) {
  Connection connection;
  connection.read_curl("Uses proxy env variable http_proxy == 'http://192.0.2.9:3128'");
  connection.read_curl("Connected to proxy.example (192.0.2.9) port 3128");
  EXPECT_EQ(connection.answering(), "");
  connection.read_curl("Connected to a.example (192.0.2.1) port 443");
  connection.enter_tunnel();
  EXPECT_EQ(connection.answering(), "");
  EXPECT_EQ(connection.peer(), "192.0.2.1");
}

TEST(Connection, ReadsWget) {
  Connection connection;
  EXPECT_TRUE(connection.read_wget("Connecting to h (h)|192.0.2.3|:80... connected."));
  EXPECT_EQ(connection.answering(), "192.0.2.3");
  EXPECT_TRUE(connection.read_wget("Connecting to 192.0.2.4:80... connected."));
  EXPECT_EQ(connection.answering(), "192.0.2.4");
  EXPECT_FALSE(connection.read_wget("Connecting to h:80... failed: Connection refused."));
}

TEST(TextLines, TakesTheBlanksAndTheLineEndAroundAPart) {
  const std::string_view text = "a\n  b \t\r\nc";
  EXPECT_EQ(whole_lines(text, text.substr(4, 1)), "  b \t\r\n");
  EXPECT_EQ(whole_lines(text, text.substr(9, 1)), "c");
}

TEST(HexDigit, IsReadInEitherCase) {
  EXPECT_EQ(http::hex_digit('7'), 7);
  EXPECT_EQ(http::hex_digit('a'), 10);
  EXPECT_EQ(http::hex_digit('F'), 15);
  EXPECT_EQ(http::hex_digit('g'), -1);
  EXPECT_EQ(http::hex_digit(':'), -1);
}

}  // namespace
}  // namespace wiretag::readers
