#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

using Links = std::vector<std::string>;

/// "line:from-to target"
Links links(std::string_view text) {
  Client client;
  client.initialize();
  client.open(text);
  Links all;
  for (const json& link : client.ask_document("textDocument/documentLink")) {
    const json& where = link["range"];
    all.push_back(where["start"]["line"].dump() + ":" + where["start"]["character"].dump() + "-" +
                  where["end"]["character"].dump() + " " + link["target"].get<std::string>());
  }
  return all;
}

TEST(Links, LeadToTheSectionsThatCommentsName) {
  const std::string rfc = "https://www.rfc-editor.org/rfc/rfc9110";
  EXPECT_EQ(links("# é RFC 9110 13.1.2 says so\n"), (Links{"0:4-19 " + rfc + "#section-13.1.2"}));
  EXPECT_EQ(links("// RFC 9110, section 15.4.5.\n"), (Links{"0:3-27 " + rfc + "#section-15.4.5"}));
  EXPECT_EQ(
      links("# see RFC9110 §13 and RFC 9111\n"),
      (Links{"0:6-17 " + rfc + "#section-13", "0:22-30 https://www.rfc-editor.org/rfc/rfc9111"}));
  EXPECT_EQ(links("# RFC 9110 2 years on\n"), (Links{"0:2-10 " + rfc}));
  EXPECT_EQ(links("# RFC, RFC 1, RFCs 9110, XRFC 9110\n"), Links());
}

TEST(Links, LeadToBodyFiles) {
  EXPECT_EQ(links("POST /x HTTP/1.1\n\n< ./a b.json\n"),
            (Links{"2:2-12 file:///exchanges/a%20b.json"}));
  EXPECT_EQ(links("POST /x HTTP/1.1\n\n<@latin1 ../up/é.txt\n"),
            (Links{"2:9-20 file:///up/%C3%A9.txt"}));
  EXPECT_EQ(links("POST /x HTTP/1.1\n\n< /etc/hosts\n"), (Links{"2:2-12 file:///etc/hosts"}));
}

TEST(Links, AreNotSeenInBodies) {
  EXPECT_EQ(
      links("GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\n\nbegin\n# RFC 9110 13.1.2\n< ./file\nend\n"),
      Links());
  EXPECT_EQ(links("POST /x HTTP/1.1\n\n<xml/>\n"), Links());
  EXPECT_EQ(links("POST /x HTTP/1.1\n\n< {{file}}\n"), Links());
}

}  // namespace
}  // namespace wiretag::lsp
