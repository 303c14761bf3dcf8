#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "documents/logs/format_build.h"
#include "documents/logs/json_walk.h"
#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

struct Key {
  std::string_view path;
  Meaning meaning;
};

constexpr std::array<Key, 16> kCaddy{{
    {"ts", Meaning::Time},
    {"request.client_ip", Meaning::Client},
    {"request.method", Meaning::Method},
    {"request.host", Meaning::Host},
    {"request.uri", Meaning::Url},
    {"request.proto", Meaning::Protocol},
    {"request.headers.If-None-Match", Meaning::IfNoneMatch},
    {"request.headers.If-Modified-Since", Meaning::IfModifiedSince},
    {"request.headers.If-Range", Meaning::IfRange},
    {"request.headers.Range", Meaning::Range},
    {"request.headers.If-Match", Meaning::IfMatch},
    {"size", Meaning::ContentBytes},
    {"status", Meaning::Status},
    {"resp_headers.Etag", Meaning::ETag},
    {"resp_headers.Cache-Status", Meaning::CacheStatus},
    {"resp_headers.Content-Encoding", Meaning::ContentEncoding},
}};

constexpr std::array<Key, 8> kTraefik{{
    {"StartUTC", Meaning::Time},
    {"ClientHost", Meaning::Client},
    {"RequestMethod", Meaning::Method},
    {"RequestHost", Meaning::Host},
    {"RequestPath", Meaning::Url},
    {"DownstreamStatus", Meaning::Status},
    {"DownstreamContentSize", Meaning::ContentBytes},
    {"ServiceAddr", Meaning::Node},
}};

constexpr std::array<Key, 9> kEnvoy{{
    {"start_time", Meaning::Time},
    {"downstream_remote_address", Meaning::Client},
    {"method", Meaning::Method},
    {":authority", Meaning::Host},
    {"x-envoy-origin-path", Meaning::Url},
    {"response_code", Meaning::Status},
    {"bytes_sent", Meaning::ContentBytes},
    {"upstream_host", Meaning::Node},
    {"protocol", Meaning::Protocol},
}};

constexpr std::array<Key, 9> kCloudflare{{
    {"EdgeStartTimestamp", Meaning::Time},
    {"ClientIP", Meaning::Client},
    {"ClientRequestMethod", Meaning::Method},
    {"ClientRequestHost", Meaning::Host},
    {"ClientRequestURI", Meaning::Url},
    {"EdgeResponseStatus", Meaning::Status},
    {"EdgeResponseBytes", Meaning::SentBytes},
    {"CacheCacheStatus", Meaning::CacheStatus},
    {"OriginIP", Meaning::Node},
}};

LogFormat json_format(std::string_view name, std::string_view product, std::span<const Key> keys) {
  LogFormat format;
  format.name = name;
  format.product = product;
  format.shape = Shape::Json;
  format.escape = Escape::Backslash;
  for (const Key& key : keys)
    format.columns.push_back({key.meaning, Enclosure::None, {}, std::string(key.path), false});
  return format;
}

struct WellKnown {
  std::string_view name;  ///< small letters, without `_` and `-`
  Variable variable;
};

constexpr std::array<WellKnown, 83> kWellKnown{{
    {"remoteaddr", {Meaning::Client, 3}},
    {"remoteip", {Meaning::Client, 3}},
    {"clientip", {Meaning::Client, 4}},
    {"clientaddr", {Meaning::Client, 2}},
    {"clienthost", {Meaning::Client, 3}},
    {"remotehost", {Meaning::Client, 3}},
    {"downstreamremoteaddress", {Meaning::Client, 3}},
    {"client", {Meaning::Client, 1}},
    {"ip", {Meaning::Client, 1}},
    {"time", {Meaning::Time, 2}},
    {"timestamp", {Meaning::Time, 3}},
    {"@timestamp", {Meaning::Time, 3}},
    {"ts", {Meaning::Time, 2}},
    {"timelocal", {Meaning::Time, 4}},
    {"timeiso8601", {Meaning::Time, 4}},
    {"msec", {Meaning::Time, 1}},
    {"starttime", {Meaning::Time, 4}},
    {"startutc", {Meaning::Time, 4}},
    {"startlocal", {Meaning::Time, 1}},
    {"date", {Meaning::Time, 1}},
    {"datetime", {Meaning::Time, 2}},
    {"edgestarttimestamp", {Meaning::Time, 4}},
    {"request", {Meaning::Request, 1}},
    {"requestline", {Meaning::Request, 2}},
    {"method", {Meaning::Method, 2}},
    {"requestmethod", {Meaning::Method, 3}},
    {"httpmethod", {Meaning::Method, 3}},
    {"clientrequestmethod", {Meaning::Method, 3}},
    {"verb", {Meaning::Method, 1}},
    {"uri", {Meaning::Url, 3}},
    {"url", {Meaning::Url, 3}},
    {"path", {Meaning::Url, 2}},
    {"requesturi", {Meaning::Url, 5}},
    {"requesturl", {Meaning::Url, 5}},
    {"requestpath", {Meaning::Url, 4}},
    {"clientrequesturi", {Meaning::Url, 5}},
    {"clientrequestpath", {Meaning::Url, 4}},
    {"xenvoyoriginalpath", {Meaning::Url, 4}},
    {"xenvoyoriginpath", {Meaning::Url, 4}},
    {"target", {Meaning::Url, 1}},
    {"args", {Meaning::Query, 1}},
    {"query", {Meaning::Query, 1}},
    {"querystring", {Meaning::Query, 2}},
    {"proto", {Meaning::Protocol, 1}},
    {"protocol", {Meaning::Protocol, 1}},
    {"serverprotocol", {Meaning::Protocol, 2}},
    {"status", {Meaning::Status, 3}},
    {"statuscode", {Meaning::Status, 3}},
    {"responsecode", {Meaning::Status, 3}},
    {"responsestatus", {Meaning::Status, 3}},
    {"httpstatus", {Meaning::Status, 2}},
    {"downstreamstatus", {Meaning::Status, 4}},
    {"edgeresponsestatus", {Meaning::Status, 4}},
    {"code", {Meaning::Status, 1}},
    {"bodybytessent", {Meaning::ContentBytes, 4}},
    {"bytes", {Meaning::ContentBytes, 2}},
    {"bodybytes", {Meaning::ContentBytes, 3}},
    {"size", {Meaning::ContentBytes, 2}},
    {"length", {Meaning::ContentBytes, 1}},
    {"responsesize", {Meaning::ContentBytes, 2}},
    {"downstreamcontentsize", {Meaning::ContentBytes, 4}},
    {"edgeresponsebodybytes", {Meaning::ContentBytes, 4}},
    {"bytessent", {Meaning::SentBytes, 2}},
    {"edgeresponsebytes", {Meaning::SentBytes, 3}},
    {"host", {Meaning::Host, 3}},
    {"httphost", {Meaning::Host, 3}},
    {"vhost", {Meaning::Host, 2}},
    {"servername", {Meaning::Host, 1}},
    {"requesthost", {Meaning::Host, 3}},
    {":authority", {Meaning::Host, 3}},
    {"authority", {Meaning::Host, 3}},
    {"clientrequesthost", {Meaning::Host, 3}},
    {"upstream", {Meaning::Node, 3}},
    {"upstreamaddr", {Meaning::Node, 4}},
    {"upstreamhost", {Meaning::Node, 4}},
    {"backend", {Meaning::Node, 2}},
    {"serviceaddr", {Meaning::Node, 4}},
    {"originip", {Meaning::Node, 3}},
    {"node", {Meaning::Node, 2}},
    {"cache", {Meaning::CacheStatus, 1}},
    {"upstreamcachestatus", {Meaning::CacheStatus, 3}},
    {"cachecachestatus", {Meaning::CacheStatus, 3}},
    {"useragent", {Meaning::UserAgent, 1}},
}};

std::string plain(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c != '_' && c != '-') text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return text;
}

std::string dashed(std::string_view key) {
  std::string text(key);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

/// A key that names a field, with what loggers put in front of it: `http_if_none_match`,
/// `downstream_Etag`, `resp_headers.Etag`.
Variable field_key(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::string_view last = path.substr(dot == std::string_view::npos ? 0 : dot + 1);
  const bool in_response = path.find("resp") != std::string_view::npos;
  const bool in_headers = path.find("header") != std::string_view::npos;
  if (in_headers && in_response) return response_field(dashed(last));
  if (in_headers) return request_field(dashed(last));
  for (const std::string_view prefix :
       {"sent_http_", "resp_", "response_", "downstream_", "upstream_http_", "origin_"}) {
    if (!last.starts_with(prefix)) continue;
    Variable variable = response_field(dashed(last.substr(prefix.size())));
    if (prefix.starts_with("upstream") || prefix.starts_with("origin")) --variable.rank;
    return variable;
  }
  for (const std::string_view prefix : {"http_", "req_", "request_"}) {
    if (last.starts_with(prefix)) return request_field(dashed(last.substr(prefix.size())));
  }
  const Variable request = request_field(dashed(last));
  if (request.meaning != Meaning::Ignore && request.meaning != Meaning::Host) return request;
  return response_field(dashed(last));
}

Variable guess_key(std::string_view path) {
  const Variable field = field_key(path);
  if (field.meaning != Meaning::Ignore) return field;
  const std::size_t dot = path.rfind('.');
  const std::string name = plain(path.substr(dot == std::string_view::npos ? 0 : dot + 1));
  for (const WellKnown& entry : kWellKnown) {
    if (entry.name == name) return entry.variable;
  }
  if (name == "inm") return {Meaning::IfNoneMatch, 0};
  return {};
}

/// Collects the keys of some lines, in the order in which they turn up.
struct KeyCollector {
  std::vector<std::string> paths;

  static bool enter(std::string_view) { return true; }
  void value(std::string_view path, std::string_view) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.emplace_back(path);
  }
};

LogFormat format_of_keys(const std::vector<std::string>& paths) {
  LogFormat format;
  format.name = "JSON";
  format.shape = Shape::Json;
  format.escape = Escape::Backslash;
  std::vector<int> ranks;
  for (const std::string& path : paths) {
    const Variable variable = guess_key(path);
    if (variable.meaning == Meaning::Ignore) continue;
    format.columns.push_back({variable.meaning, Enclosure::None, {}, path, false});
    ranks.push_back(variable.rank);
  }
  resolve_duplicates(format.columns, ranks);
  return format;
}

/// The value of a key in a format, as one variable.
Variable json_variable(std::string_view text) {
  if (text.starts_with("$")) {
    text.remove_prefix(1);
    if (text.starts_with("{") && text.ends_with("}")) text = text.substr(1, text.size() - 2);
    return nginx_variable(text);
  }
  if (text.size() > 2 && text.starts_with("%") && text.ends_with("%"))
    return envoy_variable(text.substr(1, text.size() - 2));
  if (!text.starts_with("%")) return {};
  text.remove_prefix(1);
  while (!text.empty() && (text.front() == '>' || text.front() == '<')) text.remove_prefix(1);
  std::string_view argument;
  if (text.starts_with("{")) {
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return {};
    argument = text.substr(1, close - 1);
    text = text.substr(close + 1);
  }
  return text.size() == 1 ? apache_variable(argument, text) : Variable{};
}

struct VariableCollector {
  LogFormat format;
  std::vector<int> ranks;

  static bool enter(std::string_view) { return true; }
  void value(std::string_view path, std::string_view text) {
    if (text.starts_with("$")) format.product = "nginx";
    if (text.starts_with("%")) format.product = text.ends_with("%") ? "envoy" : "apache";
    const Variable variable = json_variable(text);
    if (variable.meaning == Meaning::Ignore) return;
    format.columns.push_back({variable.meaning, Enclosure::None, {}, std::string(path), false});
    ranks.push_back(variable.rank);
  }
};

bool has_path(const std::vector<std::string>& paths, std::string_view path) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& known) { return same_letters(known, path); });
}

}  // namespace

std::vector<LogFormat> json_formats() {
  std::vector<LogFormat> formats;
  formats.push_back(json_format("caddy", "caddy", kCaddy));
  formats.push_back(json_format("traefik-json", "traefik", kTraefik));
  formats.push_back(json_format("envoy-json", "envoy", kEnvoy));
  formats.push_back(json_format("cloudflare", "cloudflare", kCloudflare));
  return formats;
}

std::optional<LogFormat> guess_json(const std::vector<std::string_view>& lines) {
  KeyCollector collector;
  std::string path;
  bool found = false;
  for (const std::string_view line : lines) {
    if (line.starts_with('{')) found |= JsonWalk(line, collector, path).run();
  }
  if (!found) return std::nullopt;
  const auto has = [&](std::string_view key) { return has_path(collector.paths, key); };
  // Caddy logs every field of a message: one that no line shows was not there.
  if (has("request.uri") && has("status") && has("ts")) {
    LogFormat caddy = json_format("caddy", "caddy", kCaddy);
    if (!has("request.client_ip")) caddy.columns[1].name = "request.remote_ip";
    return caddy;
  }
  LogFormat format = format_of_keys(collector.paths);
  if (missing_column(format)) return std::nullopt;
  if (has("DownstreamStatus")) {
    format.name = "traefik-json";
    format.product = "traefik";
  } else if (has("response_code") && has("upstream_host")) {
    format.name = "envoy-json";
    format.product = "envoy";
    // Envoy's %BYTES_SENT% is the size of the body.
    for (Column& column : format.columns) {
      if (column.name == "bytes_sent") column.meaning = Meaning::ContentBytes;
    }
  } else if (has("EdgeResponseStatus")) {
    format.name = "cloudflare";
    format.product = "cloudflare";
  }
  return format;
}

FormatResult parse_json_format(std::string_view text) {
  VariableCollector collector;
  std::string path;
  if (!JsonWalk(text, collector, path).run())
    return tl::unexpected(FormatError{0, "the text starts like a JSON object and is none"});
  LogFormat format = std::move(collector.format);
  format.shape = Shape::Json;
  format.escape = Escape::Backslash;
  resolve_duplicates(format.columns, collector.ranks);
  if (auto missing = missing_column(format)) return tl::unexpected(FormatError{0, *missing});
  return format;
}

}  // namespace wiretag::logs
