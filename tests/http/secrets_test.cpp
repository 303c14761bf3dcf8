#include "http/secrets.h"

#include <gtest/gtest.h>

namespace wiretag::http {
namespace {

using Parts = std::vector<std::string_view>;

TEST(SecretParts, OfFields) {
  const struct {
    std::string_view name;
    std::string_view value;
    Parts parts;
  } cases[] = {
      {"Authorization", "Basic dXNlcjpwYXNz", {"dXNlcjpwYXNz"}},
      {"authorization", "Bearer  abc.def.ghi", {"abc.def.ghi"}},
      {"Authorization", "0123456789", {"0123456789"}},
      {"Proxy-Authorization",
       "Digest username=\"u\", response=\"r\"",
       {"username=\"u\", response=\"r\""}},
      {"Cookie", "id=0123456789; lang=en; flag; token=a=b=c", {"0123456789", "a=b=c"}},
      {"Cookie", "on=true; gone=deleted; none=", {}},
      {"Set-Cookie",
       "id=0123456789; Path=/; Expires=Wed, 01 May 2024 10:00:00 GMT",
       {"0123456789"}},
      {"X-Api-Key", "key-12345", {"key-12345"}},
      {"X-Amz-Security-Token", "FwoGZXIvYXdz", {"FwoGZXIvYXdz"}},
      {"ETag", "\"0123456789\"", {}},
      {"X-Request-Id", "0123456789", {}},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(secret_parts(one.name, one.value), one.parts) << one.name << ": " << one.value;
  }
}

TEST(SecretParts, OfUrls) {
  const struct {
    std::string_view text;
    std::string_view shown;
  } cases[] = {
      {"/a?token=abc&b=1", "/a?token=…&b=1"},
      {"/a?b=1&Signature=x%2Fy", "/a?b=1&Signature=…"},
      {"/a?X-Amz-Signature=ab&X-Amz-Credential=cd#top",
       "/a?X-Amz-Signature=…&X-Amz-Credential=…#top"},
      {"https://user:pass@a.example/x", "https://user:…@a.example/x"},
      {"https://a.example/user:pass@b", "https://a.example/user:pass@b"},
      {"see \"/a?key=1\" and </b?sig=2>", "see \"/a?key=…\" and </b?sig=…>"},
      {"/a?monkey=1&tokens=2", "/a?monkey=1&tokens=2"},
      {"/a?token=", "/a?token="},
      {"", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(without_url_secrets(one.text), one.shown);
}

TEST(KnownSecrets, AreFoundInPathsAndQueriesOnly) {
  KnownSecrets known;
  EXPECT_TRUE(known.empty());
  known.add_field("Cookie",
                  "id=a1b2c3d4e5; long=a1b2c3d4e5f6; short=a1b2; word=homepage; n=host1234");
  known.add_url("/login?token=t0t0t0t0t0");
  EXPECT_FALSE(known.empty());
  const auto shown = [&](std::string_view text) { return without(text, known.in(text)); };
  EXPECT_EQ(shown("/sync/a1b2c3d4e5/x"), "/sync/…/x");
  EXPECT_EQ(shown("/x?u=a1b2c3d4e5f6&v=1"), "/x?u=…&v=1") << "the longest value";
  EXPECT_EQ(shown("/x?cc=__utma%3Da1b2c3d4e5&token=a1b2c3d4e5"), "/x?cc=__utma%3D…&token=…");
  EXPECT_EQ(shown("https://host1234/x;id=host1234?t0t0t0t0t0"), "https://host1234/x;id=…?…");
  EXPECT_EQ(shown("//host1234 and /y/host1234"), "//host1234 and /y/…");
  EXPECT_EQ(shown("a1b2c3d4e5 is no URL"), "a1b2c3d4e5 is no URL");
  EXPECT_EQ(shown("/homepage?short=a1b2"), "/homepage?short=a1b2");
  EXPECT_EQ(shown("/x?u=a1b2c3d4"), "/x?u=a1b2c3d4") << "a part of a value";
}

}  // namespace
}  // namespace wiretag::http
