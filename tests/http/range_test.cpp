#include "http/fields/range.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace wiretag::http {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
using Number = std::optional<std::uint64_t>;

struct Row {
  std::string_view text;
  RangeKind kind;
  std::vector<std::pair<Number, Number>> specs;
};

TEST(Range, ParsesWholeSetsOrNothing) {
  const std::vector<Row> rows = {
      {"bytes=0-9", RangeKind::Bytes, {{0, 9}}},
      {"BYTES=0-1", RangeKind::Bytes, {{0, 1}}},
      {"bytes=500-", RangeKind::Bytes, {{500, {}}}},
      {"bytes=-500", RangeKind::Bytes, {{{}, 500}}},
      {"bytes=-0", RangeKind::Bytes, {{{}, 0}}},
      {"bytes=0-0,-1", RangeKind::Bytes, {{0, 0}, {{}, 1}}},
      {"bytes= 0-1", RangeKind::Bytes, {{0, 1}}},
      {"bytes=0-1 ,\t 3-4", RangeKind::Bytes, {{0, 1}, {3, 4}}},
      {"bytes=,0-1,,3-,", RangeKind::Bytes, {{0, 1}, {3, {}}}},
      {" bytes=0-9 ", RangeKind::Bytes, {{0, 9}}},
      {"bytes=007-0009", RangeKind::Bytes, {{7, 9}}},
      {"bytes=18446744073709551615-", RangeKind::Bytes, {{kMax, {}}}},
      {"bytes=0-99999999999999999999999999", RangeKind::Bytes, {{0, kMax}}},
      {"bytes=99999999999999999999998-99999999999999999999999", RangeKind::Bytes, {{kMax, kMax}}},
      {"bytes=99999999999999999999999-99999999999999999999998", RangeKind::Invalid, {}},
      {"bytes=9-0", RangeKind::Invalid, {}},
      {"bytes=0-9,9-0", RangeKind::Invalid, {}},
      {"bytes=a-b", RangeKind::Invalid, {}},
      {"bytes=0-b", RangeKind::Invalid, {}},
      {"bytes=0x0-9", RangeKind::Invalid, {}},
      {"bytes=+1-9", RangeKind::Invalid, {}},
      {"bytes=--5", RangeKind::Invalid, {}},
      {"bytes=1-2-3", RangeKind::Invalid, {}},
      {"bytes=-", RangeKind::Invalid, {}},
      {"bytes=5", RangeKind::Invalid, {}},
      {"bytes=", RangeKind::Invalid, {}},
      {"bytes=,", RangeKind::Invalid, {}},
      {"bytes=0 - 9", RangeKind::Invalid, {}},
      {"bytes =0-9", RangeKind::Invalid, {}},
      {"bytes 0-9", RangeKind::Invalid, {}},
      {"bytes:0-9", RangeKind::Invalid, {}},
      {"0-9", RangeKind::Invalid, {}},
      {"=0-9", RangeKind::Invalid, {}},
      {"", RangeKind::Invalid, {}},
      {"items=0-9", RangeKind::UnknownUnit, {}},
      {"byte=0-9", RangeKind::UnknownUnit, {}},
      {"x-unit=anything at all", RangeKind::UnknownUnit, {}},
  };
  for (const Row& row : rows) {
    const RangeField field = parse_range(row.text);
    EXPECT_EQ(field.kind, row.kind) << row.text;
    ASSERT_EQ(field.specs.size(), row.specs.size()) << row.text;
    for (std::size_t i = 0; i < row.specs.size(); ++i) {
      EXPECT_EQ(field.specs[i].first, row.specs[i].first) << row.text;
      EXPECT_EQ(field.specs[i].last, row.specs[i].second) << row.text;
    }
  }
}

TEST(Range, SelectsAndCutsToTheEnd) {
  struct Case {
    RangeSpec spec;
    std::uint64_t length;
    std::optional<ByteInterval> interval;
  };
  const std::vector<Case> cases = {
      {{0, 9}, 1000, ByteInterval{0, 9}},
      {{900, 5000}, 1000, ByteInterval{900, 999}},
      {{999, {}}, 1000, ByteInterval{999, 999}},
      {{1000, {}}, 1000, std::nullopt},
      {{0, kMax}, 1000, ByteInterval{0, 999}},
      {{kMax, {}}, kMax, std::nullopt},
      {{{}, 5000}, 1000, ByteInterval{0, 999}},
      {{{}, 1}, 1000, ByteInterval{999, 999}},
      {{{}, 0}, 1000, std::nullopt},
      {{{}, 5}, 0, std::nullopt},
      {{0, {}}, 0, std::nullopt},
      {{0, {}}, kMax, ByteInterval{0, kMax - 1}},
  };
  for (const Case& c : cases) EXPECT_EQ(select(c.spec, c.length), c.interval);
  EXPECT_EQ((ByteInterval{500, 999}.size()), 500U);
}

TEST(ContentRange, ParsesBytesOnly) {
  struct Case {
    std::string_view text;
    std::optional<ContentRange> range;
  };
  const std::vector<Case> cases = {
      {"bytes 0-9/1000", ContentRange{ByteInterval{0, 9}, 1000}},
      {"bytes 0-9/*", ContentRange{ByteInterval{0, 9}, std::nullopt}},
      {"bytes */1000", ContentRange{std::nullopt, 1000}},
      {"Bytes 0-0/1", ContentRange{ByteInterval{0, 0}, 1}},
      {"bytes */*", std::nullopt},
      {"bytes 9-0/1000", std::nullopt},
      {"bytes 0-1000/1000", std::nullopt},
      {"bytes 0-9", std::nullopt},
      {"bytes=0-9/1000", std::nullopt},
      {"bytes 0-9/", std::nullopt},
      {"bytes 0-9/x", std::nullopt},
      {"bytes -9/1000", std::nullopt},
      {"bytes 0-/1000", std::nullopt},
      {"bytes  0-9/1000", std::nullopt},
      {"items 0-9/1000", std::nullopt},
      {"0-9/1000", std::nullopt},
      {"bytes 0-9/99999999999999999999999", std::nullopt},
      {"", std::nullopt},
  };
  for (const Case& c : cases) {
    const auto parsed = parse_content_range(c.text);
    EXPECT_EQ(parsed, c.range) << c.text;
    if (parsed && c.text.front() == 'b') {
      EXPECT_EQ(to_string(*parsed), c.text);
    }
  }
}

}  // namespace
}  // namespace wiretag::http
