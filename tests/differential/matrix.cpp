#include "tests/differential/matrix.h"

#include <array>
#include <random>
#include <string_view>
#include <utility>

namespace wiretag::differential {
namespace {

using Words = std::pair<std::string, std::vector<std::string>>;

std::vector<Words> tags() {
  return {
      {"the tag", {"{strong}"}},
      {"the tag with W/", {"{weak}"}},
      {"another tag", {"\"zz-other\""}},
      {"another weak tag", {"W/\"zz-other\""}},
      {"a list, the tag last", {"\"zz-other\", {strong}"}},
      {"a list, the tag first", {"{strong}, \"zz-other\""}},
      {"a list, the tag with W/ last", {"\"zz-other\", {weak}"}},
      {"a list without blanks", {"\"zz-other\",{strong}"}},
      {"a list of other tags", {"\"zz-other\", \"zz-more\""}},
      {"`*`", {"*"}},
      {"`*` last in a list", {"\"zz-other\", *"}},
      {"`*` first in a list", {"*, \"zz-other\""}},
      {"the tag `\"*\"`", {"\"*\""}},
      {"the tag without quotes", {"{opaque}"}},
      {"the tag with `w/`", {"w/{strong}"}},
      {"the tag without its last quote", {"\"{opaque}"}},
      {"nothing", {""}},
      {"the empty tag", {"\"\""}},
      {"a list with empty members", {", ,{strong},"}},
      {"the tag and a letter", {"\"{opaque}x\""}},
      {"the tag, a letter behind the quote", {"{strong}x"}},
      {"the tag, a word behind it", {"{strong} junk"}},
      {"two lines, the tag first", {"{strong}", "\"zz-other\""}},
      {"two lines, the tag last", {"\"zz-other\"", "{strong}"}},
      {"two lines of other tags", {"\"zz-other\"", "\"zz-more\""}},
  };
}

std::vector<Words> dates() {
  return {
      {"the same date", {"{date}"}},
      {"a second later", {"{date+1}"}},
      {"a day later", {"{date+86400}"}},
      {"a second earlier", {"{date-1}"}},
      {"a day earlier", {"{date-86400}"}},
      {"the year 2037", {"Thu, 01 Jan 2037 00:00:00 GMT"}},
      {"the same date as RFC 850", {"{rfc850}"}},
      {"a day later as RFC 850", {"{rfc850+86400}"}},
      {"the same date as asctime", {"{asctime}"}},
      {"a day later as asctime", {"{asctime+86400}"}},
      {"a word", {"yesterday"}},
      {"nothing", {""}},
      {"`0`", {"0"}},
      {"the same date in lower case", {"{lower}"}},
      {"the same date in zone +0000", {"{plain} +0000"}},
      {"the same date without a zone", {"{plain}"}},
      {"the same date with another weekday", {"{weekday}"}},
      {"day 32", {"Mon, 32 Jan 2024 03:04:05 GMT"}},
      {"the same date and a word", {"{date} junk"}},
      {"the same date and `; length=1000`", {"{date}; length=1000"}},
      {"the same date, twice in a list", {"{date}, {date}"}},
      {"the same date in two lines", {"{date}", "{date}"}},
      {"the same date as ISO 8601", {"{iso}"}},
  };
}

std::string descending_ranges(int count) {
  std::string text = "bytes=";
  for (int i = count; i-- > 0;) {
    text += std::to_string(i * 3) + "-" + std::to_string(i * 3) + (i > 0 ? "," : "");
  }
  return text;
}

std::vector<Words> ranges() {
  std::vector<Words> all;
  for (std::string_view text : {"bytes=0-9",
                                "bytes=0-0",
                                "bytes=0-",
                                "bytes=0-999",
                                "bytes=500-",
                                "bytes=999-",
                                "bytes=1000-",
                                "bytes=900-5000",
                                "bytes=-1",
                                "bytes=-5",
                                "bytes=-5000",
                                "bytes=-0",
                                "bytes=5000-",
                                "bytes=5000-6000",
                                "bytes=0-99999999999999999999",
                                "bytes=99999999999999999999-",
                                "bytes=-99999999999999999999",
                                "bytes=9-0",
                                "bytes=a-b",
                                "bytes 0-9",
                                "bytes=",
                                "bytes=,",
                                "items=0-9",
                                "BYTES=0-9",
                                "bytes=0-9,20-29",
                                "bytes=0-9, 20-29",
                                "bytes=20-29,0-9",
                                "bytes=0-9,10-19",
                                "bytes=0-9,5-14",
                                "bytes=0-9,0-9,0-9",
                                "bytes=0-,0-",
                                "bytes=0-499,400-999",
                                "bytes=0-9,2000-",
                                "bytes=2000-,3000-",
                                "bytes=0-9,a-b",
                                "bytes=0-9,9-0",
                                "bytes=9-0,0-9",
                                "bytes=,0-9,",
                                "bytes=0-9,,20-29",
                                "bytes= 0-9",
                                "bytes=0 - 9",
                                "bytes =0-9",
                                "bytes=0-9;",
                                "bytes=--5",
                                "bytes=0-9-",
                                "bytes=1",
                                "bytes=-",
                                "bytes=+0-9",
                                "bytes=-1,-2",
                                "bytes=0-0,-1"}) {
    all.push_back({"`" + std::string(text) + "`", {std::string(text)}});
  }
  all.push_back({"nothing", {""}});
  all.push_back({"two lines, `bytes=0-9` and `bytes=20-29`", {"bytes=0-9", "bytes=20-29"}});
  all.push_back({"30 single bytes, descending", {descending_ranges(30)}});
  all.push_back({"300 single bytes, descending", {descending_ranges(300)}});
  return all;
}

std::vector<Words> range_guards() {
  return {
      {"the tag", {"{strong}"}},
      {"the tag with W/", {"{weak}"}},
      {"another tag", {"\"zz-other\""}},
      {"another weak tag", {"W/\"zz-other\""}},
      {"the tag without quotes", {"{opaque}"}},
      {"the tag without its last quote", {"\"{opaque}"}},
      {"a list, the tag first", {"{strong}, \"zz-other\""}},
      {"a list, the tag last", {"\"zz-other\", {strong}"}},
      {"`*`", {"*"}},
      {"nothing", {""}},
      {"the same date", {"{date}"}},
      {"a second later", {"{date+1}"}},
      {"a day later", {"{date+86400}"}},
      {"a day earlier", {"{date-86400}"}},
      {"the same date as RFC 850", {"{rfc850}"}},
      {"the same date as asctime", {"{asctime}"}},
      {"the same date in lower case", {"{lower}"}},
      {"the same date and a word", {"{date} junk"}},
      {"a word", {"yesterday"}},
      {"two lines, the tag and another", {"{strong}", "\"zz-other\""}},
  };
}

Value value(std::string field, const Words& words) {
  return {std::move(field), words.first, words.second};
}

std::vector<Value> values(const std::string& field, const std::vector<Words>& all) {
  std::vector<Value> result;
  for (const Words& words : all) result.push_back(value(field, words));
  return result;
}

/// The first `count` words that a combination is made of.
std::vector<Value> some(const std::string& field, const std::vector<Words>& all,
                        std::initializer_list<std::string_view> wanted) {
  std::vector<Value> result;
  for (std::string_view name : wanted) {
    for (const Words& words : all) {
      if (words.first == name) result.push_back(value(field, words));
    }
  }
  return result;
}

class Builder {
 public:
  void section(std::string title) { section_ = std::move(title); }

  void add(std::string_view method, Resource resource, std::vector<Value> fields) {
    cases_.push_back({section_, std::string(method), resource, std::move(fields)});
  }
  void each(std::string_view method, Resource resource, const std::vector<Value>& a) {
    for (const Value& x : a) add(method, resource, {x});
  }
  void product(std::string_view method, Resource resource, const std::vector<Value>& a,
               const std::vector<Value>& b) {
    for (const Value& x : a) {
      for (const Value& y : b) add(method, resource, {x, y});
    }
  }
  void product(std::string_view method, Resource resource, const std::vector<Value>& a,
               const std::vector<Value>& b, const std::vector<Value>& c) {
    for (const Value& x : a) {
      for (const Value& y : b) {
        for (const Value& z : c) add(method, resource, {x, y, z});
      }
    }
  }
  [[nodiscard]] std::vector<Case> take() && { return std::move(cases_); }

 private:
  std::string section_;
  std::vector<Case> cases_;
};

const std::string kInm = "If-None-Match";
const std::string kIms = "If-Modified-Since";
const std::string kIm = "If-Match";
const std::string kIus = "If-Unmodified-Since";
const std::string kIr = "If-Range";
const std::string kRange = "Range";

std::vector<Value> common_tags(const std::string& field) {
  return some(field, tags(),
              {"the tag", "the tag with W/", "another tag", "a list, the tag last", "`*`",
               "the tag without quotes", "nothing"});
}

std::vector<Value> common_dates(const std::string& field) {
  return some(field, dates(),
              {"the same date", "a day later", "a day earlier", "the year 2037", "a word"});
}

std::vector<Value> common_ranges() {
  return some(kRange, ranges(),
              {"`bytes=0-9`", "`bytes=5000-`", "`bytes=9-0`", "`bytes=-5`", "`bytes=0-9,20-29`",
               "`items=0-9`"});
}

std::vector<Value> one_range() { return some(kRange, ranges(), {"`bytes=0-9`"}); }

void add_if_none_match(Builder& b) {
  b.section(kInm);
  b.each("GET", Resource::Thousand, values(kInm, tags()));
  b.each("HEAD", Resource::Thousand, values(kInm, tags()));
  for (Resource r : {Resource::Empty, Resource::Untagged, Resource::Undated, Resource::Absent}) {
    b.each("GET", r, common_tags(kInm));
  }
  b.each("GET", Resource::WeakTag, values(kInm, tags()));
}

void add_if_modified_since(Builder& b) {
  b.section(kIms);
  b.each("GET", Resource::Thousand, values(kIms, dates()));
  b.each("HEAD", Resource::Thousand, common_dates(kIms));
  b.each("GET", Resource::Fresh, common_dates(kIms));
  b.each("GET", Resource::Undated, common_dates(kIms));
  b.each("GET", Resource::Untagged, values(kIms, dates()));
  b.each("GET", Resource::Absent, common_dates(kIms));
  b.section(kInm + " with " + kIms);
  b.product("GET", Resource::Thousand, common_tags(kInm), common_dates(kIms));
  b.product("GET", Resource::Untagged, common_tags(kInm), common_dates(kIms));
}

void add_guards(Builder& b) {
  b.section(kIm);
  b.each("GET", Resource::Thousand, values(kIm, tags()));
  b.each("HEAD", Resource::Thousand, common_tags(kIm));
  b.each("GET", Resource::Untagged, common_tags(kIm));
  b.each("GET", Resource::WeakTag, common_tags(kIm));
  b.each("GET", Resource::Absent, common_tags(kIm));
  b.section(kIus);
  b.each("GET", Resource::Thousand, values(kIus, dates()));
  b.each("HEAD", Resource::Thousand, common_dates(kIus));
  b.each("GET", Resource::Fresh, common_dates(kIus));
  b.each("GET", Resource::Undated, common_dates(kIus));
  b.section(kIm + " with another condition");
  b.product("GET", Resource::Thousand, common_tags(kIm), common_dates(kIus));
  b.product("GET", Resource::Thousand,
            some(kIm, tags(), {"the tag", "another tag", "`*`", "the tag with W/"}),
            some(kInm, tags(), {"the tag", "another tag", "`*`"}));
  b.product("GET", Resource::Thousand, some(kIus, dates(), {"the same date", "a day earlier"}),
            some(kInm, tags(), {"the tag", "another tag"}));
  b.product("GET", Resource::Thousand, some(kIus, dates(), {"the same date", "a day earlier"}),
            some(kIms, dates(), {"the same date", "a day earlier"}));
  b.product("GET", Resource::Thousand,
            some(kIm, tags(), {"the tag", "another tag", "the tag with W/"}), one_range());
}

void add_ranges(Builder& b) {
  b.section(kRange);
  for (Resource r : {Resource::Thousand, Resource::One, Resource::Empty}) {
    b.each("GET", r, values(kRange, ranges()));
  }
  b.section(kRange + " on HEAD");
  b.each("HEAD", Resource::Thousand, values(kRange, ranges()));
  b.section(kRange + " with " + kIr);
  b.product("GET", Resource::Thousand, values(kIr, range_guards()), common_ranges());
  b.product("GET", Resource::Fresh, values(kIr, range_guards()), one_range());
  b.product("GET", Resource::WeakTag, values(kIr, range_guards()), one_range());
  b.product("GET", Resource::Untagged, values(kIr, range_guards()), one_range());
  b.product("GET", Resource::Undated, values(kIr, range_guards()), one_range());
  b.each("GET", Resource::Thousand,
         some(kIr, range_guards(), {"the tag", "the tag with W/", "another tag", "a word"}));
}

void add_ranges_with_checks(Builder& b) {
  b.section(kRange + " with " + kInm + " or " + kIms);
  b.product("GET", Resource::Thousand, common_tags(kInm), common_ranges());
  b.product("GET", Resource::WeakTag, common_tags(kInm), one_range());
  b.product("GET", Resource::Thousand,
            some(kInm, tags(), {"the tag", "the tag with W/", "another tag"}),
            some(kIr, range_guards(),
                 {"the tag", "the tag with W/", "another tag", "the same date", "a day earlier"}),
            one_range());
  b.product("GET", Resource::Thousand, common_dates(kIms), one_range());
  b.product("GET", Resource::Thousand, common_dates(kIms),
            some(kIr, range_guards(), {"the tag", "another tag"}), one_range());
}

void add_writes(Builder& b) {
  b.section("Writes");
  for (std::string_view method : {"PUT", "DELETE"}) {
    b.each(method, Resource::Stored, values(kIm, tags()));
    b.each(method, Resource::Stored, values(kInm, tags()));
    b.each(method, Resource::Stored, values(kIus, dates()));
    b.each(method, Resource::Stored, common_dates(kIms));
    b.each(method, Resource::Stored, one_range());
    b.product(method, Resource::Stored, some(kIm, tags(), {"the tag", "another tag"}),
              some(kIus, dates(), {"the same date", "a day earlier"}));
    b.each(method, Resource::Absent, common_tags(kIm));
    b.each(method, Resource::Absent, common_tags(kInm));
    b.each(method, Resource::Absent, common_dates(kIus));
  }
  b.section("Other methods");
  for (std::string_view method : {"POST", "OPTIONS"}) {
    b.each(method, Resource::Thousand, common_tags(kIm));
    b.each(method, Resource::Thousand, common_tags(kInm));
    b.each(method, Resource::Thousand, common_dates(kIms));
    b.each(method, Resource::Thousand, common_dates(kIus));
    b.each(method, Resource::Thousand, common_ranges());
  }
}

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  [[nodiscard]] bool one_in(std::uint32_t n) { return engine_() % n == 0; }
  template <typename T>
  [[nodiscard]] const T& pick(const std::vector<T>& all) {
    return all[engine_() % all.size()];
  }

 private:
  std::mt19937 engine_;
};

std::vector<Value> random_values(Dice& dice) {
  static const std::vector<std::pair<std::string, std::vector<Words>>> kFields = {
      {kIm, tags()},   {kIus, dates()},       {kInm, tags()},
      {kIms, dates()}, {kIr, range_guards()}, {kRange, ranges()}};
  std::vector<Value> result;
  for (const auto& [field, words] : kFields) {
    if (dice.one_in(3)) result.push_back(value(field, dice.pick(words)));
  }
  if (result.empty()) result.push_back(value(kRange, dice.pick(ranges())));
  return result;
}

void replace(std::string& text, std::string_view mark, std::string_view by) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), by);
    at += by.size();
  }
}

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

std::size_t weekday_of(std::string_view imf) {
  std::size_t i = 0;
  while (kWeekdays[i].substr(0, 3) != imf.substr(0, 3)) ++i;
  return i;
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string as_rfc850(std::string_view imf) {
  return std::string(kWeekdays[weekday_of(imf)]) + ", " + std::string(imf.substr(5, 2)) + "-" +
         std::string(imf.substr(8, 3)) + "-" + std::string(imf.substr(14, 2)) +
         std::string(imf.substr(16, 9)) + " GMT";
}

std::string as_asctime(std::string_view imf) {
  const std::string day =
      imf[5] == '0' ? " " + std::string(1, imf[6]) : std::string(imf.substr(5, 2));
  return std::string(imf.substr(0, 3)) + " " + std::string(imf.substr(8, 3)) + " " + day +
         std::string(imf.substr(16, 9)) + " " + std::string(imf.substr(12, 4));
}

std::string as_iso(std::string_view imf) {
  const std::size_t month = kMonths.find(imf.substr(8, 3)) / 3 + 1;
  return std::string(imf.substr(12, 4)) + (month < 10 ? "-0" : "-") + std::to_string(month) + "-" +
         std::string(imf.substr(5, 2)) + "T" + std::string(imf.substr(17, 8));
}

std::string in_lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return text;
}

std::string with_another_weekday(const std::string& imf) {
  return std::string(kWeekdays[(weekday_of(imf) + 1) % 7].substr(0, 3)) + imf.substr(3);
}

void expand_dates(std::string& text, http::HttpDate date) {
  for (const auto& [suffix, offset] : {std::pair<std::string_view, int>{"}", 0},
                                       {"+1}", 1},
                                       {"-1}", -1},
                                       {"+86400}", 86400},
                                       {"-86400}", -86400}}) {
    const std::string imf = http::to_string({date.seconds + offset});
    replace(text, "{date" + std::string(suffix), imf);
    replace(text, "{rfc850" + std::string(suffix), as_rfc850(imf));
    replace(text, "{asctime" + std::string(suffix), as_asctime(imf));
  }
  const std::string imf = http::to_string(date);
  replace(text, "{plain}", imf.substr(0, 25));
  replace(text, "{lower}", in_lower_case(imf));
  replace(text, "{weekday}", with_another_weekday(imf));
  replace(text, "{iso}", as_iso(imf));
}

}  // namespace

std::string describe(Resource resource) {
  switch (resource) {
    case Resource::Thousand:
    case Resource::Stored: return "";
    case Resource::One: return "one byte long";
    case Resource::Empty: return "empty file";
    case Resource::Fresh: return "modified 5 s ago";
    case Resource::Untagged: return "server has no tag";
    case Resource::Undated: return "server has no date";
    case Resource::WeakTag: return "server's tag is weak";
    case Resource::Absent: return "nothing is there";
  }
  return "";
}

std::string Case::label() const {
  std::string text = method == "GET" ? "" : "`" + method + "`";
  for (const Value& v : values) {
    if (!text.empty()) text += ", ";
    text += "`" + v.field + "`: " + v.words;
  }
  const std::string about = describe(resource);
  return about.empty() ? text : text + " (" + about + ")";
}

std::string expand(std::string text, const Validators& validators) {
  expand_dates(text, validators.date);
  replace(text, "{strong}", "\"" + validators.opaque + "\"");
  replace(text, "{weak}", "W/\"" + validators.opaque + "\"");
  replace(text, "{opaque}", validators.opaque);
  return text;
}

std::vector<Case> matrix() {
  Builder b;
  add_if_none_match(b);
  add_if_modified_since(b);
  add_guards(b);
  add_ranges(b);
  add_ranges_with_checks(b);
  add_writes(b);
  return std::move(b).take();
}

std::vector<Case> random_cases(std::uint32_t seed, std::size_t count) {
  static const std::vector<std::string> kMethods = {"GET", "GET", "GET", "HEAD", "PUT", "DELETE"};
  static const std::vector<Resource> kRead = {
      Resource::Thousand, Resource::Thousand, Resource::One,     Resource::Empty,
      Resource::Fresh,    Resource::Untagged, Resource::Undated, Resource::WeakTag};
  static const std::vector<Resource> kWritten = {Resource::Stored, Resource::Stored,
                                                 Resource::Absent};
  Dice dice(seed);
  std::vector<Case> cases;
  while (cases.size() < count) {
    const std::string& method = dice.pick(kMethods);
    const bool write = method == "PUT" || method == "DELETE";
    const Resource resource = dice.pick(write ? kWritten : kRead);
    cases.push_back({write ? "Writes" : "Reads", method, resource, random_values(dice)});
  }
  return cases;
}

}  // namespace wiretag::differential
