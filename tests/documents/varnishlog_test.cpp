#include <filesystem>
#include <random>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/readers/format.h"
#include "documents/readers/varnishlog_reader.h"
#include "documents/traffic/node.h"

namespace wiretag::readers {
namespace {

Document varnishlog(std::string text) {
  return {"x.txt", std::move(text), Lifetime::Once, Format::Transcript};
}

std::string show(const Fields& fields) {
  std::string out;
  for (const Field& field : fields.lines()) {
    out += fmt::format("  {}: {}\n", field.name().view, field.value().view);
  }
  return out;
}

std::string show(const Document& document) {
  std::string out;
  for (const Exchange* one : document.exchanges()) {
    out += fmt::format("{}{} {} {}\n{}", one->world ? "backend " : "", one->request.method_name(),
                       one->request.target, one->request.version.view, show(one->request.fields));
    if (!one->response) continue;
    out += fmt::format(" {} {}\n{}", one->response->status, one->response->reason.view,
                       show(one->response->fields));
  }
  return out;
}

/// `GET /x 304`, with `-` for a missing response and `b:` in front of what backends are asked.
std::string outline(const Document& document) {
  std::string out;
  for (const Exchange* one : document.exchanges()) {
    out += fmt::format("{}{} {} {}; ", one->world ? "b:" : "", one->request.method_name(),
                       one->request.target,
                       one->response ? std::to_string(one->response->status) : "-");
  }
  return out;
}

/// A miss: VCL takes the client's condition off, Varnish asks with its own, VCL weakens the tag.
constexpr std::string_view kMiss = R"(*   << Request  >> 32770     
-   Begin          req 32769 rxreq
-   Timestamp      Start: 1718000000.938697 0.000000 0.000000
-   ReqStart       192.0.2.7 59028 a0
-   ReqMethod      GET
-   ReqURL         /app.js?utm=1
-   ReqProtocol    HTTP/1.1
-   ReqHeader      Host: shop.example
-   ReqHeader      If-None-Match: "v7"
-   ReqHeader      X-Forwarded-For: 10.0.0.1
-   ReqUnset       X-Forwarded-For: 10.0.0.1
-   ReqHeader      X-Forwarded-For: 10.0.0.1, 192.0.2.7
-   VCL_call       RECV
-   ReqUnset       If-None-Match: "v7"
-   ReqURL         /app.js
-   VCL_return     hash
-   VCL_call       HASH
-   VCL_return     lookup
-   VCL_call       MISS
-   VCL_return     fetch
-   Link           bereq 32771 fetch
-   Timestamp      Fetch: 1718000000.940212 0.001515 0.001515
-   RespProtocol   HTTP/1.1
-   RespStatus     200
-   RespReason     OK
-   RespHeader     ETag: W/"v7"
-   RespHeader     Via: 1.1 varnish (Varnish/7.1)
-   VCL_call       DELIVER
-   RespUnset      Via: 1.1 varnish (Varnish/7.1)
-   RespHeader     X-Cache: MISS
-   VCL_return     deliver
-   Timestamp      Resp: 1718000000.940357 0.001660 0.000103
-   ReqAcct        80 0 80 237 120 357
-   End            
**  << BeReq    >> 32771     
--  Begin          bereq 32770 fetch
--  Timestamp      Start: 1718000000.939000 0.000000 0.000000
--  BereqMethod    GET
--  BereqURL       /app.js
--  BereqProtocol  HTTP/1.1
--  BereqHeader    Host: shop.example
--  BereqHeader    If-None-Match: W/"v6"
--  VCL_call       BACKEND_FETCH
--  BereqUnset     Host: shop.example
--  BereqHeader    Host: app1.internal
--  VCL_return     fetch
--  BackendOpen    24 app1 10.0.2.11 8080 10.0.2.1 33530 connect
--  Timestamp      Bereq: 1718000000.939100 0.000172 0.000017
--  Timestamp      Beresp: 1718000000.940102 0.001302 0.001130
--  BerespProtocol HTTP/1.1
--  BerespStatus   200
--  BerespReason   OK
--  BerespHeader   ETag: "v7"
--  VCL_call       BACKEND_RESPONSE
--  BerespUnset    ETag: "v7"
--  BerespHeader   ETag: W/"v7"
--  VCL_return     deliver
--  BackendClose   24 app1 recycle
--  BereqAcct      154 0 154 153 120 273
--  End            

)";

constexpr std::string_view kMissRead = R"(GET /app.js?utm=1 HTTP/1.1
  Host: shop.example
  If-None-Match: "v7"
  X-Forwarded-For: 10.0.0.1, 192.0.2.7
 200 OK
  ETag: W/"v7"
  X-Cache: MISS
backend GET /app.js HTTP/1.1
  If-None-Match: W/"v6"
  Host: app1.internal
 200 OK
  ETag: "v7"
)";

/// As `varnishlog -g raw` prints a group: every line has its id and its side.
std::string raw(std::string_view grouped) {
  std::string out;
  std::string vxid;
  for (std::size_t at = 0; at < grouped.size();) {
    const std::string_view line = grouped.substr(at, grouped.find('\n', at) - at);
    at += line.size() + 1;
    if (line.starts_with('*')) {
      const std::string_view id = line.substr(line.find(">> ") + 3);
      vxid = id.substr(0, id.find(' '));
    } else if (line.starts_with('-')) {
      out += fmt::format("{:>10} {} {} {}\n", vxid, line.substr(4, 14),
                         line.starts_with("--") ? 'b' : 'c', line.substr(19));
    }
  }
  return out;
}

/// Request and response of a client around some records.
std::string client(std::string_view before, std::string_view behind) {
  return fmt::format(R"(*   << Request  >> 5         
-   Begin          req 4 rxreq
-   Timestamp      Start: 1718000001.000000 0.000000 0.000000
-   ReqMethod      GET
-   ReqURL         /a
-   ReqProtocol    HTTP/1.1
-   ReqHeader      Host: shop.example
{}-   RespProtocol   HTTP/1.1
-   RespStatus     200
-   RespReason     OK
-   RespHeader     ETag: "v1"
-   RespHeader     Content-Length: 120
{}-   End            
)",
                     before, behind);
}

TEST(Varnishlog, AClientGetsTheFinalResponseAndABackendGetsTheFinalRequest) {
  EXPECT_EQ(show(varnishlog(std::string(kMiss))), kMissRead);
}

TEST(Varnishlog, ReadsRawLogsLikeGroupedOnes) {
  const std::string text = raw(kMiss);
  ASSERT_NE(text.find("     32770 ReqMethod      c GET\n"), std::string::npos);
  EXPECT_EQ(show(varnishlog(text)), kMissRead);
}

TEST(Varnishlog, ReadsVerboseAndSessionGroups) {
  std::string text =
      "*   << Session  >> 32769     \n-   Begin          sess 0 HTTP/1\n"
      "-   Link           req 32770 rxreq\n-   End            \n";
  for (std::string_view rest = kMiss; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (line.empty()) continue;
    const bool backend = line.starts_with("--") || line.starts_with("**");
    text += line.front() == '*' ? '*' : '-';
    text += backend ? line.substr(0, 3) : line.substr(0, 2);
    // varnishlog -v says id and side on every line.
    text += line.front() == '*'
                ? fmt::format(" {}\n", line.substr(4))
                : fmt::format(" {:>12} {} {} {}\n", backend ? "32771" : "32770", line.substr(4, 14),
                              backend ? 'b' : 'c', line.substr(19));
  }
  EXPECT_EQ(show(varnishlog(text)), kMissRead);
}

TEST(Varnishlog, TakesTheLineEndsOfWindows) {
  std::string text(kMiss);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  EXPECT_EQ(show(varnishlog(text)), kMissRead);
}

TEST(Varnishlog, ValuesStandOnTheirCharacters) {
  const Document document = varnishlog(std::string(kMiss));
  const auto at = [&](const Text& text) {
    const text::Span span = text.span();
    return std::string(document.text().substr(span.begin, span.size()));
  };
  for (const Exchange* one : document.exchanges()) {
    EXPECT_EQ(at(one->request.method_text), "GET");
    EXPECT_EQ(at(one->request.target_text), one->request.target);
    EXPECT_EQ(at(one->response->status_text), "200");
    for (const Fields* fields : {&one->request.fields, &one->response->fields}) {
      for (const Field& field : fields->lines()) {
        EXPECT_EQ(at(field.value()), field.value().view);
        const std::string_view before = document.text().substr(0, field.value().span().begin);
        const std::string_view line = before.substr(before.rfind('\n') + 1);
        EXPECT_NE(line.find("Header"), std::string::npos) << line;
      }
    }
  }
  // The one that the client has sent, not the one that was taken off.
  const auto* condition = document.exchanges()[0]->request.fields.find("If-None-Match");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(condition->value().span().begin, kMiss.find("\"v7\""));
}

TEST(Varnishlog, HopsAreWorldsOfTheirOwnWithTimeAndNode) {
  const Document document = varnishlog(std::string(kMiss));
  ASSERT_EQ(document.exchanges().size(), 2u);
  const Exchange& asked = *document.exchanges()[0];
  const Exchange& fetched = *document.exchanges()[1];
  EXPECT_NE(asked.world, fetched.world);
  EXPECT_EQ(asked.medium, Medium::Har);
  EXPECT_EQ(fetched.medium, Medium::Transcript);
  EXPECT_EQ(asked.at_ms, 1718000000938);
  EXPECT_EQ(fetched.at_ms, 1718000000939);
  EXPECT_EQ(node_of(asked).key, "");
  EXPECT_EQ(node_of(fetched).key, "app1");
  EXPECT_EQ(asked.heading.view, "client request 32770: miss");
  EXPECT_EQ(fetched.heading.view, "backend request 32771: fetch for 32770");
  EXPECT_FALSE(asked.request.line.origin->editable());
}

TEST(Varnishlog, VarnishMakesA304OutOfTheCachedResponse) {
  const std::string text = client("", R"(-   VCL_call       DELIVER
-   RespProtocol   HTTP/1.1
-   RespStatus     304
-   RespReason     Not Modified
-   RespUnset      Content-Length: 120
)");
  EXPECT_EQ(show(varnishlog(text)),
            "GET /a HTTP/1.1\n  Host: shop.example\n 304 Not Modified\n  ETag: \"v1\"\n");
}

TEST(Varnishlog, WhatVclMakesUpHasNoFieldsOfTheResponseBefore) {
  const std::string text = client("", R"(-   VCL_call       DELIVER
-   VCL_return     synth
-   RespProtocol   HTTP/1.1
-   RespStatus     403
-   RespReason     No way
-   RespHeader     Server: Varnish
-   VCL_call       SYNTH
)");
  EXPECT_EQ(show(varnishlog(text)),
            "GET /a HTTP/1.1\n  Host: shop.example\n 403 No way\n  Server: Varnish\n");
}

TEST(Varnishlog, ARestartIsOneExchange) {
  const std::string text = R"(*   << Request  >> 5         
-   Begin          req 4 rxreq
-   Timestamp      Start: 1718000001.000000 0.000000 0.000000
-   ReqMethod      GET
-   ReqURL         /old
-   ReqProtocol    HTTP/1.1
-   ReqHeader      Host: shop.example
-   VCL_call       RECV
-   ReqURL         /new
-   VCL_return     restart
-   Link           req 6 restart
-   End            
*   << Request  >> 6         
-   Begin          req 5 restart
-   Timestamp      Start: 1718000001.000100 0.000000 0.000000
-   ReqMethod      GET
-   ReqURL         /new
-   ReqProtocol    HTTP/1.1
-   VCL_call       RECV
-   VCL_call       HIT
-   RespProtocol   HTTP/1.1
-   RespStatus     200
-   RespHeader     ETag: "v1"
-   End            
)";
  const Document document = varnishlog(text);
  EXPECT_EQ(show(document), "GET /old HTTP/1.1\n  Host: shop.example\n 200 \n  ETag: \"v1\"\n");
  EXPECT_EQ(document.exchanges()[0]->heading.view, "client request 5: hit");
  EXPECT_EQ(outline(varnishlog(raw(text))), "GET /old 200; ");
}

TEST(Varnishlog, WhatNobodyReceivesIsNoExchange) {
  std::string fragment = client("", "");
  fragment.replace(fragment.find("req 4 rxreq"), 11, "req 4 esi 1");
  EXPECT_EQ(outline(varnishlog(fragment)), "");
  // Varnish has made the 503 itself.
  EXPECT_EQ(outline(varnishlog(R"(**  << BeReq    >> 7         
--  Begin          bereq 6 fetch
--  BereqMethod    GET
--  BereqURL       /dead
--  BereqProtocol  HTTP/1.1
--  FetchError     backend dead: fail errno 111 (Connection refused)
--  Timestamp      Error: 1718000001.000100 0.000084 0.000001
--  BerespProtocol HTTP/1.1
--  BerespStatus   503
--  BerespReason   Backend fetch failed
--  VCL_call       BACKEND_ERROR
--  End            
)")),
            "");
  EXPECT_EQ(outline(varnishlog(R"(*   << Request  >> 19        
-   Begin          req 18 rxreq
-   HttpGarbage    "GET%00"
-   RespProtocol   HTTP/1.1
-   RespStatus     400
-   End            
)")),
            "");
}

TEST(Varnishlog, ABackendThatRevalidatesAnswers304) {
  EXPECT_EQ(
      show(varnishlog(R"(*   << BeReq    >> 8         
-   Begin          bereq 6 bgfetch
-   BereqMethod    GET
-   BereqURL       /a
-   BereqProtocol  HTTP/1.1
-   BereqHeader    If-None-Match: "v1"
-   BerespProtocol HTTP/1.1
-   BerespStatus   304
-   BerespReason   Not Modified
-   BerespHeader   ETag: "v1"
-   TTL            RFC 2 10 0 1718000001 1718000001 1718000001 0 2 cacheable
-   BerespProtocol HTTP/1.1
-   BerespStatus   200
-   BerespReason   OK
-   BerespHeader   Content-Length: 120
-   VCL_call       BACKEND_RESPONSE
-   End            
)")),
      "backend GET /a HTTP/1.1\n  If-None-Match: \"v1\"\n 304 Not Modified\n  ETag: \"v1\"\n");
}

TEST(Varnishlog, ALogThatIsCutKeepsWhatIsCertain) {
  const std::string whole = client("-   VCL_call       RECV\n", "");
  const std::size_t end = whole.find("-   End");
  // A 304 may still be made of it.
  EXPECT_EQ(outline(varnishlog(whole.substr(0, end))), "GET /a -; ");
  EXPECT_EQ(outline(varnishlog(raw(whole.substr(0, end)))), "GET /a -; ");
  // Without its first lines.
  EXPECT_EQ(outline(varnishlog(whole.substr(whole.find("-   ReqMethod")))), "GET /a 200; ");
  EXPECT_EQ(outline(varnishlog(whole.substr(whole.find("-   ReqHeader")))), "");
  const std::string_view no_opening = std::string_view(kMiss).substr(kMiss.find("-   ReqMethod"));
  std::string groups(no_opening);
  groups.erase(groups.find("**  <<"), groups.find("--  BereqM") - groups.find("**  <<"));
  EXPECT_EQ(outline(varnishlog(groups)), "GET /app.js?utm=1 200; b:GET /app.js 200; ");
}

TEST(Varnishlog, ReadsLogsOfSomeTagsOnly) {
  EXPECT_EQ(show(varnishlog(R"(*   << Request  >> 5         
-   ReqURL         /a
-   ReqHeader      If-None-Match: "v1"
-   ReqUnset       If-None-Match: "v1"
-   RespStatus     200
-   RespHeader     ETag: "v1"
-   RespStatus     304

)")),
            "GET /a \n  If-None-Match: \"v1\"\n 304 \n  ETag: \"v1\"\n");
}

TEST(Varnishlog, WhatVarnishCutsOffIsLeftOut) {
  const std::string line = "-   ReqHeader      If-None-Match: \"" + std::string(240, 'a') + "\n";
  const Document document = varnishlog(client(line, ""));
  ASSERT_EQ(document.exchanges().size(), 1u);
  const Fields& fields = document.exchanges()[0]->request.fields;
  EXPECT_FALSE(fields.has(http::FieldName::IfNoneMatch));
  EXPECT_TRUE(fields.elided());
}

TEST(Varnishlog, ExchangesComeInTheOrderOfTheirStarts) {
  // Groups are printed when they are complete.
  std::string late = client("", "");
  late.replace(late.find("/a\n"), 2, "/b");
  late.replace(late.find("1718000001"), 10, "1718000000");
  EXPECT_EQ(outline(varnishlog(client("", "") + "\n" + late)), "GET /b 200; GET /a 200; ");
}

TEST(Varnishlog, IsRecognised) {
  EXPECT_EQ(sniff(kMiss), Format::Transcript);
  EXPECT_EQ(sniff(raw(kMiss)), Format::Transcript);
  EXPECT_EQ(sniff(kMiss.substr(kMiss.find("-   ReqMethod"))), Format::Transcript);
  EXPECT_EQ(format_named("varnishlog"), Format::Transcript);
  EXPECT_FALSE(looks_like_varnishlog("- ReqURL is the target\n* << x >> 7\n2 ReqMethod\n--\n-\n"));
}

TEST(Varnishlog, TakesAnyBytes) {
  const std::string whole = std::string(kMiss) + raw(kMiss) + client("", "");
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string text = whole;
    for (int i = 0; i < 20; ++i) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0: text.erase(at, random() % 90); break;
        case 1: text.insert(at, std::string(1, static_cast<char>(random()))); break;
        default: text[at] = "\n -*c<>3"[random() % 8]; break;
      }
    }
    const Document document = varnishlog(text);
    for (const Exchange* one : document.exchanges()) {
      for (const Field& field : one->request.fields.lines()) {
        EXPECT_LE(field.value().span().end, text.size());
      }
    }
  }
}

}  // namespace
}  // namespace wiretag::readers
