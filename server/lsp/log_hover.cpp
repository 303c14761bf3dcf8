#include "server/lsp/log_hover.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "documents/logs/log_values.h"
#include "documents/logs/url_key.h"
#include "documents/readers/log_reader.h"
#include "http/explain.h"
#include "http/secrets.h"
#include "http/status.h"
#include "rules/reporter.h"
#include "server/lsp/verdict.h"

namespace wiretag::lsp {
namespace {

using http::FieldName;
using logs::LogRecord;
using logs::Meaning;

/// The columns that conditions are read from, in the order in which they are told.
constexpr std::array<std::pair<Meaning, FieldName>, 5> kConditions = {{
    {Meaning::IfMatch, FieldName::IfMatch},
    {Meaning::IfNoneMatch, FieldName::IfNoneMatch},
    {Meaning::IfModifiedSince, FieldName::IfModifiedSince},
    {Meaning::IfRange, FieldName::IfRange},
    {Meaning::Range, FieldName::Range},
}};

std::string_view words_for(Meaning meaning) {
  switch (meaning) {
    case Meaning::Ignore: return "says nothing about caching";
    case Meaning::Client: return "the client's address";
    case Meaning::Time: return "when the request was answered";
    case Meaning::Date: return "the day of the request";
    case Meaning::TimeOfDay: return "the time of day of the request";
    case Meaning::Request: return "the request line";
    case Meaning::Method: return "the method";
    case Meaning::Url: return "the URL that was asked for";
    case Meaning::Query: return "the query of the URL";
    case Meaning::Protocol: return "the version of HTTP";
    case Meaning::Status: return "the status of the answer";
    case Meaning::ContentBytes: return "bytes of content that were sent, without the head";
    case Meaning::SentBytes: return "all bytes that were sent, the head among them";
    case Meaning::Host: return "the host that was asked";
    case Meaning::Node: return "the node that answered";
    case Meaning::ETag: return "the entity tag of the answer";
    case Meaning::IfNoneMatch: return "If-None-Match of the request";
    case Meaning::IfModifiedSince: return "If-Modified-Since of the request";
    case Meaning::IfRange: return "If-Range of the request";
    case Meaning::Range: return "Range of the request";
    case Meaning::IfMatch: return "If-Match of the request";
    case Meaning::CacheStatus: return "what the cache did";
    case Meaning::ContentEncoding: return "the content coding of the answer";
    case Meaning::RequestTime: return "how long it took";
    case Meaning::UserAgent: return "the client's program";
  }
  return {};
}

std::string_view words_for(logs::CacheWord word) {
  switch (word) {
    case logs::CacheWord::Hit: return "answered from the cache";
    case logs::CacheWord::Miss: return "fetched from the origin";
    case logs::CacheWord::Expired: return "fetched anew, the stored one had expired";
    case logs::CacheWord::Stale: return "answered with a stale response";
    case logs::CacheWord::Updating: return "answered with a stale response while it is renewed";
    case logs::CacheWord::Revalidated: return "the origin confirmed the stored response";
    case logs::CacheWord::Bypass: return "passed by";
    case logs::CacheWord::None:
    case logs::CacheWord::Other: break;
  }
  return {};
}

/// A line may be as long as a URL is.
std::string shortened(std::string value) {
  constexpr std::size_t kMost = 200;
  if (value.size() <= kMost) return value;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return value.substr(0, end) + "…";
}

/// One line of a log, with the values that a verdict needs.
class LogLine {
 public:
  LogLine(const LogRecord& record, const LogTraffic& log) : record_(record), log_(log) {
    read_request();
    read_conditions();
    read_state();
    if (judgeable()) prediction_ = http::predict(asked_, state_);
  }
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;

  void write(const Markup& markup, Page& page) const {
    page.paragraph(headline(markup));
    page.paragraph(verdict(markup));
    page.list(facts(markup));
    page.paragraph(prediction_.known() ? links(markup) : std::string());
  }

 private:
  [[nodiscard]] std::string text_of(Meaning meaning) const {
    std::string memory;
    return std::string(logs::unescape(record_.value(meaning), record_.escape, memory));
  }

  void read_request() {
    std::string memory;
    std::string raw;
    url_ = http::without_url_secrets(
        logs::unescape(logs::raw_url(record_, raw), record_.escape, memory));
    method_ = text_of(Meaning::Method);
    if (!method_.empty()) return;
    const std::string line = text_of(Meaning::Request);
    method_ = line.substr(0, line.find(' '));
  }

  void read_conditions() {
    http::ConditionReader reader(record_.method == logs::Method::Head ? http::Method::Head
                                                                      : http::Method::Get);
    for (std::size_t i = 0; i < kConditions.size(); ++i) {
      values_[i] = text_of(kConditions[i].first);
      if (!values_[i].empty()) reader.add(kConditions[i].second, values_[i]);
    }
    asked_ = std::move(reader).finish();
  }

  void read_state() {
    using http::Fact;
    const int status = record_.status;
    state_.exists = Fact<bool>::certain(true);
    state_.unconditional_status = Fact<int>::certain(200);
    if (!record_.etag.opaque.empty()) {
      state_.etag = Fact<http::EntityTag>::certain({record_.etag.opaque, record_.etag.weak});
    } else if (record_.knows(Meaning::ETag) && (status == 200 || status == 206)) {
      state_.etag = Fact<http::EntityTag>::none();
    }
    if (status == 206) state_.accepts_ranges = Fact<bool>::certain(true);
    if (content_ = size_of_whole(); content_) {
      state_.length = Fact<std::uint64_t>::certain(*content_);
    }
  }

  /// The size of the whole content: of this answer, or of all other whole ones under this URL.
  [[nodiscard]] std::optional<std::uint64_t> size_of_whole() const {
    const bool whole = record_.status == 200 && record_.method == logs::Method::Get;
    if (whole && record_.knows(Meaning::ContentBytes) && record_.bytes > 0) return record_.bytes;
    if (whole) return std::nullopt;
    std::string memory;
    const std::string url = logs::normal_url(logs::raw_url(record_, memory), record_.escape);
    const auto found = std::find_if(log_.urls.begin(), log_.urls.end(),
                                    [&](const UrlTraffic& one) { return one.url == url; });
    if (found == log_.urls.end() || found->sizes.size() != 1 || found->more_sizes) {
      return std::nullopt;
    }
    return found->sizes.front().first;
  }

  [[nodiscard]] bool reads() const {
    return record_.method == logs::Method::Get || record_.method == logs::Method::Head;
  }

  /// The status may come of a condition.
  [[nodiscard]] bool answers_condition() const {
    switch (record_.status) {
      case 200:
      case 206:
      case 304:
      case 412:
      case 416: return true;
      default: return false;
    }
  }

  /// The line tells all that decides. A read with If-Match is so rare that a log without a column
  /// for it does not make the verdict doubtful.
  [[nodiscard]] bool judgeable() const {
    if (!answers_condition()) return false;
    const bool range_told = !asked_.range || record_.knows(Meaning::IfRange);
    return reads() && asked_.conditional() && record_.knows(Meaning::IfNoneMatch) && range_told;
  }

  [[nodiscard]] http::WireCost cost() const {
    return http::wire_cost(asked_, prediction_, {.body = content_});
  }

  [[nodiscard]] std::string headline(const Markup& markup) const {
    if (prediction_.known()) {
      return fmt::format("{} · {}", markup.bold(http::with_phrase(prediction_.status)),
                         http::wire_effect(prediction_, cost()));
    }
    if (record_.status == 0) return markup.bold("No status recorded");
    return fmt::format("{} · recorded", markup.bold(http::with_phrase(record_.status)));
  }

  [[nodiscard]] std::string verdict(const Markup& markup) const {
    if (!prediction_.known()) return markup.text(what_is_missing());
    std::string text = fmt::format("{}.", markup.text(http::reason(asked_, state_, prediction_)));
    const std::string recorded = markup.bold(std::to_string(record_.status));
    if (prediction_.allowed.contains(record_.status)) {
      text += fmt::format(" Recorded: {}, as the standard has it.", recorded);
    } else {
      text += fmt::format(" Recorded: {}, which the standard does not allow here.", recorded);
    }
    const auto saved = cost().saved_bytes.value_or(0);
    if (prediction_.status == 304 && saved > 0) {
      text +=
          fmt::format(" {} {}.", record_.status == 304 ? "The 304 saves" : "A 304 would have saved",
                      rules::bytes(saved));
    }
    return text;
  }

  [[nodiscard]] std::string what_is_missing() const {
    if (!reads() || !answers_condition()) return {};
    if (!record_.knows(Meaning::IfNoneMatch)) {
      return record_.status == 304
                 ? "The client asked under a condition: the log has no column for If-None-Match "
                   "that names it."
                 : "Whether the client asked under a condition is not on record: the log has no "
                   "column for If-None-Match.";
    }
    if (!asked_.conditional()) return "The client asked without a condition.";
    if (asked_.range && !record_.knows(Meaning::IfRange)) {
      return "What the range is worth is not on record: the log has no column for If-Range.";
    }
    if (asked_.if_none_match && record_.etag.opaque.empty()) {
      return record_.knows(Meaning::ETag)
                 ? "The answer has no ETag on record to compare with If-None-Match."
                 : "Whether the tag still matches is not on record: the log has no column for the "
                   "ETag of the answer.";
    }
    if (asked_.if_modified_since && !asked_.if_none_match) {
      return "Whether the date still matches is not on record: no log has Last-Modified.";
    }
    return {};
  }

  [[nodiscard]] std::vector<std::string> facts(const Markup& markup) const {
    std::vector<std::string> all;
    const auto add = [&](std::string_view what, const std::string& value,
                         std::string_view more = {}) {
      if (value.empty()) return;
      all.push_back(fmt::format("{}: {}{}{}", what, markup.code(shortened(value)),
                                more.empty() ? "" : ", ", more));
    };
    add("Asked", method_.empty() ? url_ : fmt::format("{} {}", method_, url_));
    for (std::size_t i = 0; i < kConditions.size(); ++i) {
      add(http::to_string(kConditions[i].second), values_[i]);
    }
    if (!record_.etag.opaque.empty()) {
      add("ETag of the answer",
          http::to_string(http::EntityTag{record_.etag.opaque, record_.etag.weak}));
    }
    add("Node", text_of(Meaning::Node));
    add("Cache", text_of(Meaning::CacheStatus), words_for(record_.cache));
    return all;
  }

  [[nodiscard]] std::string links(const Markup& markup) const {
    std::string line;
    for (const SpecLink& link : spec_links(prediction_)) {
      if (!line.empty()) line += " · ";
      line += markup.link(link.label, link.url);
    }
    return line;
  }

  const LogRecord& record_;
  const LogTraffic& log_;
  std::string method_;
  std::string url_;
  std::array<std::string, kConditions.size()> values_;  ///< what `asked_` points into
  http::ConditionalRequest asked_;
  http::ServerState state_;
  std::optional<std::uint64_t> content_;
  http::Prediction prediction_;
};

void write_column(const logs::Column& column, const logs::LogFormat& format, const Markup& markup,
                  Page& page) {
  const std::string of =
      format.name.empty() ? std::string() : fmt::format(" of {}", markup.code(format.name));
  page.paragraph(
      fmt::format("Column {}{}: {}.", markup.code(column.name), of, words_for(column.meaning)));
}

}  // namespace

std::optional<text::Span> write_log_line(const readers::Document& document, std::uint32_t offset,
                                         const Markup& markup, Page& page) {
  readers::LogContent* log = document.log_at(offset);
  if (!log || !log->traffic()) return std::nullopt;
  const auto record = log->record_at(offset);
  if (!record) return std::nullopt;
  LogLine(*record, *log->traffic()).write(markup, page);
  const auto column = log->column_at(offset);
  if (!column) return document.lines().line(document.text(), document.lines().line_of(offset));
  write_column(*column->column, *log->format_at(offset), markup, page);
  return column->value.span();
}

}  // namespace wiretag::lsp
