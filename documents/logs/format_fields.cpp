#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

struct Named {
  std::string_view name;
  Variable variable;
};

constexpr std::array<Named, 31> kFields{{
    {"date", {Meaning::Date, 2}},
    {"date-local", {Meaning::Date, 1}},
    {"time", {Meaning::TimeOfDay, 2}},
    {"time-local", {Meaning::TimeOfDay, 1}},
    {"c-ip", {Meaning::Client, 2}},
    {"cs-method", {Meaning::Method, 1}},
    {"cs-uri", {Meaning::Url, 1}},
    {"cs-uri-stem", {Meaning::Url, 2}},
    {"cs-uri-query", {Meaning::Query, 1}},
    {"cs-host", {Meaning::Host, 2}},
    {"cs(Host)", {Meaning::Host, 2}},
    {"x-host-header", {Meaning::Host, 3}},
    {"cs-version", {Meaning::Protocol, 1}},
    {"cs-protocol-version", {Meaning::Protocol, 1}},
    {"sc-status", {Meaning::Status, 2}},
    {"c-status", {Meaning::Status, 1}},
    {"sc-bytes", {Meaning::SentBytes, 1}},
    {"sc-content-len", {Meaning::Ignore, 0}},
    {"s-computername", {Meaning::Node, 2}},
    {"s-ip", {Meaning::Node, 1}},
    {"x-edge-result-type", {Meaning::CacheStatus, 2}},
    {"time-taken", {Meaning::RequestTime, 1}},
    {"cs(User-Agent)", {Meaning::UserAgent, 1}},
    {"cs(If-None-Match)", {Meaning::IfNoneMatch, 1}},
    {"cs(If-Modified-Since)", {Meaning::IfModifiedSince, 1}},
    {"cs(If-Range)", {Meaning::IfRange, 1}},
    {"cs(Range)", {Meaning::Range, 1}},
    {"cs(If-Match)", {Meaning::IfMatch, 1}},
    {"sc(ETag)", {Meaning::ETag, 2}},
    {"sc(Content-Encoding)", {Meaning::ContentEncoding, 1}},
    {"sc(X-Cache)", {Meaning::CacheStatus, 1}},
}};

constexpr std::array<Named, 27> kLabels{{
    {"time", {Meaning::Time, 2}},
    {"host", {Meaning::Client, 2}},
    {"remote_addr", {Meaning::Client, 3}},
    {"forwardedfor", {Meaning::Ignore, 0}},
    {"req", {Meaning::Request, 2}},
    {"request", {Meaning::Request, 1}},
    {"method", {Meaning::Method, 1}},
    {"uri", {Meaning::Url, 2}},
    {"path", {Meaning::Url, 1}},
    {"query", {Meaning::Query, 1}},
    {"protocol", {Meaning::Protocol, 1}},
    {"status", {Meaning::Status, 1}},
    {"size", {Meaning::ContentBytes, 2}},
    {"body_bytes_sent", {Meaning::ContentBytes, 3}},
    {"ua", {Meaning::UserAgent, 1}},
    {"vhost", {Meaning::Host, 2}},
    {"server", {Meaning::Node, 1}},
    {"upstream", {Meaning::Node, 3}},
    {"upstream_addr", {Meaning::Node, 3}},
    {"node", {Meaning::Node, 2}},
    {"reqtime", {Meaning::RequestTime, 1}},
    {"cache", {Meaning::CacheStatus, 1}},
    {"upstream_cache_status", {Meaning::CacheStatus, 2}},
    {"inm", {Meaning::IfNoneMatch, 1}},
    {"ims", {Meaning::IfModifiedSince, 1}},
    {"if_none_match", {Meaning::IfNoneMatch, 2}},
    {"etag", {Meaning::ETag, 1}},
}};

Variable w3c_field(std::string_view name) {
  for (const Named& entry : kFields) {
    if (same_letters(entry.name, name)) return entry.variable;
  }
  return {};
}

Variable label_variable(std::string_view label) {
  for (const Named& entry : kLabels) {
    if (same_letters(entry.name, label)) return entry.variable;
  }
  if (Variable variable = nginx_variable(label); variable.meaning != Meaning::Ignore)
    return variable;
  std::string dashed(label);
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  const Variable request = request_field(dashed);
  return request.meaning != Meaning::Ignore ? request : response_field(dashed);
}

}  // namespace

FormatResult parse_w3c(std::string_view fields) {
  LogFormat format;
  format.name = "W3C extended";
  format.shape = Shape::Fields;
  format.escape = Escape::Percent;
  format.directives = true;
  std::vector<int> ranks;
  std::size_t at = 0;
  while (at < fields.size()) {
    const std::size_t begin = fields.find_first_not_of(" \t\r", at);
    if (begin == std::string_view::npos) break;
    at = std::min(fields.find_first_of(" \t\r", begin), fields.size());
    const std::string_view name = fields.substr(begin, at - begin);
    const Variable variable = w3c_field(name);
    format.columns.push_back({variable.meaning, Enclosure::None, {}, std::string(name), false});
    ranks.push_back(variable.rank);
    if (name == "x-edge-location") {
      format.product = "cloudfront";
      format.escape = Escape::DoublePercent;
    }
    if (name == "s-sitename" || name == "sc-win32-status") format.product = "iis";
  }
  resolve_duplicates(format.columns, ranks);
  if (auto missing = missing_column(format)) return tl::unexpected(FormatError{0, *missing});
  return format;
}

std::optional<LogFormat> guess_labels(const std::vector<std::string_view>& lines) {
  LogFormat format;
  format.name = "LTSV";
  format.shape = Shape::Labels;
  format.escape = Escape::Hex;
  std::vector<int> ranks;
  for (std::string_view line : lines) {
    while (!line.empty()) {
      const std::size_t tab = std::min(line.find('\t'), line.size());
      const std::string_view pair = line.substr(0, tab);
      line.remove_prefix(std::min(tab + 1, line.size()));
      const std::size_t colon = pair.find(':');
      if (colon == std::string_view::npos || colon == 0) return std::nullopt;
      const std::string_view label = pair.substr(0, colon);
      if (label.find_first_of(" \"[{") != std::string_view::npos) return std::nullopt;
      const auto known = std::any_of(format.columns.begin(), format.columns.end(),
                                     [&](const Column& c) { return c.name == label; });
      if (known) continue;
      const Variable variable = label_variable(label);
      format.columns.push_back({variable.meaning, Enclosure::None, {}, std::string(label), false});
      ranks.push_back(variable.rank);
    }
  }
  resolve_duplicates(format.columns, ranks);
  if (missing_column(format)) return std::nullopt;
  return format;
}

}  // namespace wiretag::logs
