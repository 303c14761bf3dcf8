#include "documents/logs/url_key.h"

#include <algorithm>
#include <array>

#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

constexpr std::size_t kLongestUrl = 2'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view without_scheme(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.size() > scheme.size() && same_letters(url.substr(0, scheme.size()), scheme))
      return url.substr(scheme.size());
  }
  return url;
}

bool all_digits(std::string_view text, std::size_t at_least) {
  return text.size() >= at_least && std::all_of(text.begin(), text.end(), is_digit);
}

/// The parameter does not choose a resource.
bool is_noise(std::string_view parameter) {
  const std::size_t equals = std::min(parameter.find('='), parameter.size());
  const std::string_view name = parameter.substr(0, equals);
  const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
  if (name.starts_with("utm_")) return true;
  static constexpr std::array<std::string_view, 14> kTrackers{
      "gclid",  "fbclid", "msclkid", "yclid",     "dclid",       "gbraid",  "wbraid",
      "mc_cid", "mc_eid", "_ga",     "cachebust", "cachebuster", "nocache", "cb"};
  if (std::find(kTrackers.begin(), kTrackers.end(), name) != kTrackers.end()) return true;
  // What looks like a clock in one of these names only keeps caches away.
  static constexpr std::array<std::string_view, 6> kClocks{"_",         "t",   "ts",
                                                           "timestamp", "rnd", "random"};
  return std::find(kClocks.begin(), kClocks.end(), name) != kClocks.end() && all_digits(value, 10);
}

void append_query(std::string& url, std::string_view query) {
  char separator = '?';
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.empty() || is_noise(parameter)) continue;
    url += separator;
    url += parameter;
    separator = '&';
  }
}

void append_host(std::string& url, std::string_view host) {
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) {
      host.remove_suffix(port.size());
      break;
    }
  }
  for (const char c : host) url += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// A word of a path that names one of many: digits, or hex and mixed words with digits in them.
bool is_id(std::string_view word) {
  if (word.empty() || std::none_of(word.begin(), word.end(), is_digit)) return false;
  if (all_digits(word, 1)) return true;
  const auto is_hex = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  if (std::all_of(word.begin(), word.end(), is_hex)) return word.size() >= 4;
  return word.size() >= 16;
}

void append_segment_pattern(std::string& pattern, std::string_view segment) {
  constexpr std::string_view kId = "{id}";
  std::size_t at = 0;
  while (at < segment.size()) {
    if (!is_digit(segment[at]) && !is_letter(segment[at])) {
      pattern += segment[at++];
      continue;
    }
    std::size_t end = at;
    while (end < segment.size() && (is_digit(segment[end]) || is_letter(segment[end]))) ++end;
    const std::string_view word = segment.substr(at, end - at);
    if (!is_id(word)) {
      pattern += word;
    } else if (!(pattern.ends_with("{id}-") || pattern.ends_with(kId))) {
      pattern += kId;
    } else if (pattern.back() == '-') {
      pattern.pop_back();  // the groups of a UUID are one id
    }
    at = end;
  }
}

}  // namespace

std::string_view raw_url(const LogRecord& record, std::string& memory) {
  std::string_view url = record.target;
  const std::string_view query = record.value(Meaning::Query);
  const bool absolute = !url.starts_with('/');
  const std::string_view host = absolute ? std::string_view() : record.value(Meaning::Host);
  if (absolute) url = without_scheme(url);
  if (host.empty() && query.empty()) return url;
  memory.assign(host);
  memory += url;
  if (!query.empty()) {
    if (query.front() != '?') memory += '?';
    memory += query;
  }
  return memory;
}

std::string normal_url(std::string_view raw, Escape escape) {
  std::string memory;
  // Percent signs belong to the URL itself.
  if (escape == Escape::Hex || escape == Escape::Backslash || escape == Escape::Hash)
    raw = unescape(raw, escape, memory);
  raw = raw.substr(0, std::min(raw.find('#'), kLongestUrl));
  const std::size_t question = std::min(raw.find('?'), raw.size());
  const std::string_view place = raw.substr(0, question);
  const std::size_t slash = std::min(place.find('/'), place.size());
  std::string url;
  append_host(url, place.substr(0, slash));
  url += slash == place.size() ? std::string_view("/") : place.substr(slash);
  append_query(url, raw.substr(std::min(question + 1, raw.size())));
  return url;
}

std::string url_pattern(std::string_view url) {
  std::string pattern;
  const std::size_t question = std::min(url.find('?'), url.size());
  std::string_view path = url.substr(0, question);
  std::string_view query = url.substr(std::min(question + 1, url.size()));
  const std::size_t slash = std::min(path.find('/'), path.size());
  pattern += path.substr(0, slash);
  append_segment_pattern(pattern, path.substr(slash));
  char separator = '?';
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    pattern += separator;
    pattern += parameter.substr(0, equals);
    if (equals < parameter.size()) pattern += "={any}";
    separator = '&';
  }
  return pattern;
}

}  // namespace wiretag::logs
