#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "http/cache/decide.h"
#include "http/fields/text.h"

namespace wiretag::http::cache {

using Text = std::vector<std::string>;

/// Field lines such as "Cache-Control: max-age=60". The views point into `text`.
inline std::vector<FieldLine> lines(const Text& text) {
  std::vector<FieldLine> out;
  for (const std::string& line : text) {
    const std::size_t colon = line.find(':');
    const std::string_view name = std::string_view(line).substr(0, colon);
    out.push_back({field_name(name), name, trim_blanks(std::string_view(line).substr(colon + 1))});
  }
  return out;
}

constexpr HttpDate kT0 = {784111777};  // Sun, 06 Nov 1994 08:49:37 GMT

inline HttpDate after(std::int64_t seconds) { return {kT0.seconds + seconds}; }
inline std::string date_line(std::string_view name, std::int64_t seconds_after) {
  return std::string(name) + ": " + http::to_string(after(seconds_after));
}

/// A request and its response with Date kT0 unless `dated` is off; it owns what `received` views.
class Exchanged {
 public:
  explicit Exchanged(Text response, Text request = {}, int status = 200, bool dated = true,
                     Method method = Method::Get)
      : request_text_(std::move(request)), response_text_(std::move(response)) {
    if (dated) response_text_.push_back(date_line("Date", 0));
    request_ = lines(request_text_);
    response_ = lines(response_text_);
    received = {{method, request_}, {status, response_}, kT0, kT0};
  }
  Exchanged(const Exchanged&) = delete;
  Exchanged& operator=(const Exchanged&) = delete;

  Received received;

 private:
  Text request_text_;
  Text response_text_;
  std::vector<FieldLine> request_;
  std::vector<FieldLine> response_;
};

constexpr Cache kBrowser{CacheKind::Private, {}};
constexpr Cache kProxy{CacheKind::Shared, {}};
inline constexpr std::string_view kTargets[] = {"Vendor-CDN-Cache-Control", "CDN-Cache-Control"};
constexpr Cache kCdn{CacheKind::Shared, kTargets};

/// What `cache` does with a request `seconds` after kT0.
inline Verdict ask(const Exchanged& stored, std::int64_t seconds, const Cache& cache,
                   const Text& request = {}, Fetch fetch = Fetch::Default) {
  const std::vector<FieldLine> asked = lines(request);
  const std::vector<Received> received = {stored.received};
  Verdict verdict = decide({{Method::Get, asked}, after(seconds), fetch}, received, cache);
  return verdict;
}

}  // namespace wiretag::http::cache
