#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "documents/traffic/traffic.h"
#include "http/state.h"
#include "rules/finding.h"

namespace wiretag {
class LogSample;
}

namespace wiretag::rules {

/// Completes one finding. Lives within the statement that made it.
class Report {
 public:
  explicit Report(Finding& finding) : finding_(finding) {}

  /// Links another place.
  Report& related(const Text& place, std::string message);
  /// Links the line of a log; nullptr links nothing.
  Report& related(const LogSample* sample, std::string message);
  /// Offers a fix; one without replacements is dropped, and one of a counter-example.
  Report& fix(Fix fix);
  /// Lowers the severity to at most this one.
  Report& at_most(Severity severity);
  /// Lowers the finding by the confidence of what it rests on: `likely` makes it a warning at most
  /// that starts with "Probably". A rule does not report at `unknown`.
  Report& resting_on(http::Confidence confidence);
  /// Here the finding has a cause of its own: nothing absorbs it.
  Report& second_fault();

 private:
  Finding& finding_;
};

/// Takes what a rule finds in one exchange, resource or log.
class Reporter {
 public:
  Reporter(const Rule& rule, std::vector<Finding>& findings) : rule_(rule), findings_(findings) {}

  template <typename... Args>
  Report at(const Text& place, const Judged& judged, fmt::format_string<Args...> text,
            Args&&... args) {
    return add(place, {&judged.exchange}, fmt::format(text, std::forward<Args>(args)...));
  }
  /// A finding over several exchanges; the first is where it is shown.
  template <typename... Args>
  Report across(const Text& place, std::vector<const Exchange*> exchanges,
                fmt::format_string<Args...> text, Args&&... args) {
    return add(place, std::move(exchanges), fmt::format(text, std::forward<Args>(args)...));
  }
  /// A finding of a log. Its message is `text` behind the name of the URL or group:
  /// "/a/{id} (250 URLs): …".
  template <typename... Args>
  Report at(const Text& place, const UrlTraffic& url, fmt::format_string<Args...> text,
            Args&&... args) {
    return across_urls(place, {&url}, text, std::forward<Args>(args)...);
  }
  /// One cause behind several URLs, which are not empty: "/a.js and 3 more URLs: …".
  template <typename... Args>
  Report across_urls(const Text& place, std::vector<const UrlTraffic*> urls,
                     fmt::format_string<Args...> text, Args&&... args) {
    return add_urls(place, std::move(urls), fmt::format(text, std::forward<Args>(args)...));
  }
  /// A finding of a log as a whole.
  template <typename... Args>
  Report at(const Text& place, const LogTraffic& /*log*/, fmt::format_string<Args...> text,
            Args&&... args) {
    return add(place, {}, fmt::format(text, std::forward<Args>(args)...));
  }

 private:
  Report add(const Text& place, std::vector<const Exchange*> exchanges, std::string message);
  Report add_urls(const Text& place, std::vector<const UrlTraffic*> urls,
                  const std::string& message);

  const Rule& rule_;
  std::vector<Finding>& findings_;
};

/// The text as a message quotes it: as written, cut to 80 bytes with "…", control bytes shown.
[[nodiscard]] std::string quoted(std::string_view text);

/// "8192 bytes" with thin grouping: "8,192 bytes"; "1 byte".
[[nodiscard]] std::string bytes(std::uint64_t count);

/// Removes every line of the named fields of a request or response.
[[nodiscard]] Fix remove_fields(const Fields& fields, std::initializer_list<http::FieldName> names,
                                std::string title, FixKind kind = FixKind::Unsafe);

/// Replaces one value.
[[nodiscard]] Fix replace(const Text& place, std::string text, std::string title, FixKind kind);

/// Recorded responses are evidence; only those of a document for people and those marked `# @mock`
/// may be edited.
[[nodiscard]] bool may_edit_response(const Exchange& exchange);

}  // namespace wiretag::rules
