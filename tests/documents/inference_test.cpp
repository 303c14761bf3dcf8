#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"

namespace wiretag {
namespace {

using http::Confidence;

/// The inference in front of the last exchange of `text`.
struct Read {
  explicit Read(const std::string& text)
      : document("x.http", text), traffic(document.exchanges()) {}

  [[nodiscard]] const Judged& last() const { return *traffic.judged().back(); }
  [[nodiscard]] std::string tag() const {
    const auto& fact = last().state().etag;
    if (!fact.known()) return "unknown";
    const std::string value = fact.value ? http::to_string(*fact.value) : "none";
    return value + (fact.confidence == Confidence::Certain ? " certain" : " likely");
  }
  [[nodiscard]] Source source() const { return last().inference.etag.source; }

  readers::Document document;
  Traffic traffic;
};

const std::string kGet = "GET /a HTTP/1.1\nHost: x\n";
const std::string k200 = "\nHTTP/1.1 200 OK\nETag: \"1\"\nContent-Length: 100\n\n";

TEST(Inference, KnowsNothingWithoutEvidence) {
  const Read read(kGet);
  EXPECT_EQ(read.tag(), "unknown");
  EXPECT_FALSE(read.last().state().exists.known());
}

TEST(Inference, TakesANoteAsCertain) {
  const Read read(kGet + "\n# ETag: W/\"v42\"\n# Content-Length: 8\n");
  EXPECT_EQ(read.tag(), "W/\"v42\" certain");
  EXPECT_EQ(read.source(), Source::Note);
  EXPECT_EQ(read.last().state().length.value, 8U);
  EXPECT_EQ(read.last().state().unconditional_status.value, 200);
  EXPECT_EQ(read.last().state().exists.confidence, Confidence::Certain);
}

TEST(Inference, KnowsAnEmptyNoteAsNone) {
  EXPECT_EQ(Read(kGet + "\n# @origin ETag:\n").tag(), "none certain");
}

TEST(Inference, TakesItsOwnResponseFirst) {
  EXPECT_EQ(Read(kGet + k200).tag(), "\"1\" certain");
  EXPECT_EQ(Read("# ETag: \"other\"\n" + kGet + k200).tag(), "\"1\" certain");
  EXPECT_EQ(Read(kGet + "\nHTTP/1.1 200 OK\n").tag(), "none certain");
}

TEST(Inference, DoesNotTrustAMalformedTag) {
  EXPECT_EQ(Read(kGet + "\nHTTP/1.1 200 OK\nETag: v42\n").tag(), "unknown");
  EXPECT_EQ(Read(kGet + "\nHTTP/1.1 200 OK\nETag: \"{{tag}}\"\n").tag(), "unknown");
}

TEST(Inference, TakesTheNearestEarlierExchangeAsLikely) {
  const Read read(kGet + k200 + "\n###\n" + kGet);
  EXPECT_EQ(read.tag(), "\"1\" likely");
  EXPECT_EQ(read.source(), Source::Earlier);
  EXPECT_EQ(read.last().state().length.value, 100U);
}

TEST(Inference, IsCertainBetweenTwoThatAgree) {
  const Read read(kGet + k200 + kGet + "If-None-Match: \"1\"\n\n###\n" + kGet + k200);
  const Judged& middle = *read.traffic.judged()[1];
  EXPECT_EQ(middle.state().etag.confidence, Confidence::Certain);
  EXPECT_EQ(middle.inference.etag.source, Source::BothSides);
  EXPECT_EQ(middle.prediction.status, 304);
}

TEST(Inference, ForgetsTheTagBehindAWrite) {
  const std::string put = "PUT /a HTTP/1.1\nHost: x\n";
  EXPECT_EQ(Read(kGet + k200 + put + "\nHTTP/1.1 204 No Content\n\n" + kGet).tag(), "unknown");
  EXPECT_EQ(Read(kGet + k200 + put + "\nHTTP/1.1 204 No Content\nETag: \"2\"\n\n" + kGet).tag(),
            "\"2\" likely");
  EXPECT_EQ(Read(kGet + k200 + put + "\nHTTP/1.1 412 Precondition Failed\n\n" + kGet).tag(),
            "\"1\" likely");
  EXPECT_EQ(Read(kGet + k200 + "###\n" + put + "\n###\n" + kGet).tag(), "unknown");
}

TEST(Inference, NeverJudgesAWriteByTheTagThatItMade) {
  EXPECT_EQ(
      Read("PUT /a HTTP/1.1\nIf-Match: \"1\"\n\nHTTP/1.1 204 No Content\nETag: \"2\"\n").tag(),
      "unknown");
}

TEST(Inference, DoesNotAskAnotherNode) {
  EXPECT_EQ(Read("# @node a1\n" + kGet + k200 + "# @node b2\n" + kGet).tag(), "unknown");
  EXPECT_EQ(Read("# @node a1\n" + kGet + k200 + "# @node a1\n" + kGet).tag(), "\"1\" likely");
}

TEST(Inference, DoesNotAskAnotherVariantOrUrl) {
  EXPECT_EQ(Read(kGet + "Accept-Encoding: gzip\n" + k200 + kGet).tag(), "unknown");
  EXPECT_EQ(Read(kGet + k200 + "GET /b HTTP/1.1\nHost: x\n").tag(), "unknown");
  EXPECT_EQ(Read(kGet + k200 + "GET /a HTTP/1.1\nHost: y\n").tag(), "unknown");
}

TEST(Inference, BelievesA304ThatOneTagWasHeld) {
  const Read read(kGet + "If-None-Match: \"7\"\n\nHTTP/1.1 304 Not Modified\n\n" + kGet);
  EXPECT_EQ(read.tag(), "\"7\" likely");
}

TEST(Inference, ReadsLengthsFromContentRange) {
  const Read read(kGet +
                  "Range: bytes=0-9\n\nHTTP/1.1 206 Partial Content\nETag: \"1\"\n"
                  "Content-Range: bytes 0-9/1000\n");
  EXPECT_EQ(read.last().state().length.value, 1000U);
  EXPECT_EQ(read.last().state().accepts_ranges.value, true);
}

TEST(Inference, MeasuresTheStrengthOfADate) {
  const std::string modified = "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\n";
  const auto strength = [&](const std::string& date) {
    return Read(kGet + "\nHTTP/1.1 200 OK\n" + modified + date).last().state().last_modified_strong;
  };
  EXPECT_EQ(strength("Date: Sun, 06 Nov 1994 08:50:37 GMT\n").value, true);
  EXPECT_EQ(strength("Date: Sun, 06 Nov 1994 08:50:37 GMT\n").confidence, Confidence::Certain);
  EXPECT_EQ(strength("Date: Sun, 06 Nov 1994 08:49:38 GMT\n").confidence, Confidence::Likely);
  EXPECT_EQ(strength("Date: Sun, 06 Nov 1994 08:49:37 GMT\n").value, false);
  EXPECT_FALSE(strength("").known());
}

TEST(Inference, LearnsFromErrorsOnlyThatTheyCameFirst) {
  const Read read(kGet + k200 + kGet + "If-None-Match: \"1\"\n\nHTTP/1.1 503 Busy\n");
  EXPECT_EQ(read.last().prediction.status, 503);
}

TEST(Inference, KnowsThatA404MeansAbsence) {
  const Read read(kGet + "\nHTTP/1.1 404 Not Found\n\n" + kGet);
  EXPECT_EQ(read.last().state().exists.value, false);
  EXPECT_EQ(read.last().state().exists.confidence, Confidence::Likely);
}

TEST(Inference, TakesARequestWithoutHostForTheOneHostOfItsPath) {
  EXPECT_EQ(Read(kGet + k200 + "GET /a HTTP/1.1\n").tag(), "\"1\" likely");
  EXPECT_EQ(Read(kGet + k200 + "GET /b HTTP/1.1\n").tag(), "unknown");
  EXPECT_EQ(Read(kGet + k200 + "GET http://y/a HTTP/1.1\n\n###\nGET /a HTTP/1.1\n").tag(),
            "unknown");
}

TEST(Url, IsNormalised) {
  struct Row {
    const char* text;
    const char* url;
  };
  for (const Row& row :
       {Row{"GET https://Example.com:443/A?b#c\n", "example.com/A?b"},
        Row{"GET http://example.com\n", "example.com/"},
        Row{"GET /x HTTP/1.1\nHost: Example.com:80\n", "example.com/x"},
        Row{"GET {{host}}/x HTTP/1.1\n", "{{host}}/x"}, Row{"GET /x HTTP/1.1\n", "/x"}}) {
    const readers::Document document("x.http", row.text);
    EXPECT_EQ(normalised_url(document.exchanges().at(0)->request), row.url);
  }
}

}  // namespace
}  // namespace wiretag
