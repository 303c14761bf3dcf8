#include "tests/server/convert/findings.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <regex>

#include <fmt/format.h>

#include "documents/traffic/secrets.h"
#include "documents/traffic/traffic.h"
#include "http/fields/text.h"
#include "http/secrets.h"
#include "server/convert/http_file.h"
#include "server/lint/analysis.h"

namespace wiretag::convert::tests {
namespace {

/// Rules that speak of the file rather than of an exchange.
constexpr std::array<std::string_view, 4> kOfFiles = {
    "text-not-understood", "limit-reached", "suppression-unused", "suppression-unknown-rule"};

bool inside(const Text& whole, std::string_view part) {
  const char* begin = whole.view.data();
  return begin && part.data() >= begin && part.data() + part.size() <= begin + whole.view.size();
}

std::string field_of(const Fields& fields, std::string_view part) {
  for (const Field& field : fields.lines()) {
    if (inside(field.line(), part)) return http::lowered(field.name().view);
  }
  return {};
}

std::string part_of(const Response& response, std::string_view part) {
  if (inside(response.line, part)) return "status line";
  if (inside(response.body.text, part)) return "content";
  return field_of(response.fields, part);
}

std::string part_of(const Exchange& exchange, std::string_view part) {
  const Request& request = exchange.request;
  if (inside(request.line, part)) return "request line";
  if (inside(request.body.text, part)) return "request content";
  if (std::string name = field_of(request.fields, part); !name.empty()) return "> " + name;
  for (const Response& interim : exchange.interim) {
    if (std::string name = part_of(interim, part); !name.empty()) return "(1xx) " + name;
  }
  if (!exchange.response) return {};
  std::string name = part_of(*exchange.response, part);
  return name.empty() ? name : "< " + name;
}

/// Hidden parts are hidden in both: as secrets of the source, or by the stand-ins of a conversion.
std::string url_of(const Exchange& exchange, const http::KnownSecrets& secrets) {
  const std::string url = normalised_url(exchange.request);
  static const std::regex stand_in("\\*\\*\\*[0-9]+");
  return std::regex_replace(http::without(url, secrets.in(url)), stand_in, "…");
}

/// A value that is folded is written in one line.
std::string unfolded(std::string_view value) {
  std::string out;
  for (const char c : value) out += c == '\r' || c == '\n' ? ' ' : c;
  return out;
}

std::string describe(const rules::Finding& finding, const http::KnownSecrets& secrets) {
  std::string part = "elsewhere";
  std::string url;
  bool example = false;
  for (const Exchange* exchange : finding.exchanges) {
    example |= exchange->counter_example;
    std::string found = part_of(*exchange, finding.place.view);
    if (found.empty()) continue;
    part = std::move(found);
    url = url_of(*exchange, secrets);
  }
  return fmt::format("{} [{}] at {} of {}", finding.rule->info.id,
                     example ? "" : rules::to_string(finding.severity), part, url);
}

/// No text can hold what is binary, and the last line end is not told from that of the file.
std::string describe(const Body& body) {
  if (!body.recorded()) return "none";
  std::string_view text = body.text.view;
  const bool binary = std::any_of(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 9; });
  if (!body.complete_size() || binary) return "some";
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return std::to_string(text.size());
}

std::string describe(const Fields& fields) {
  std::string out;
  for (const Field& field : fields.lines()) {
    if (field.name().view.find(' ') != std::string_view::npos) continue;  // no line can hold it
    out += fmt::format("{}: {}\n", field.name().view, unfolded(field.value().view));
  }
  return out + (fields.elided() ? "...\n" : "");
}

std::string describe(const Response& response) {
  return fmt::format("{} {} {}\n{}{}\n",
                     response.version.empty() ? "HTTP/1.1" : response.version.view, response.status,
                     response.reason.view, describe(response.fields), describe(response.body));
}

std::string describe(const Exchange& exchange) {
  const Request& request = exchange.request;
  std::string out = fmt::format(
      "{} {} {} @{} #{} fragment {}\n{} {} {}\n{}{}\n", static_cast<int>(exchange.medium),
      exchange.peer.view, exchange.notes.node.view, exchange.notes.at.view, exchange.world,
      exchange.fragment, request.method_name(), request.target, request.version.view,
      describe(request.fields), describe(request.body));
  for (const Response& interim : exchange.interim) out += describe(interim);
  if (exchange.response) out += describe(*exchange.response);
  return out;
}

lint::Selection everything() {
  lint::Selection selection;
  selection.severity = rules::Severity::Hint;
  return selection;
}

}  // namespace

std::vector<std::string> findings_of(const readers::Document& document) {
  const lint::Analysis analysis(document, everything());
  const http::KnownSecrets secrets = known_secrets(document.exchanges());
  std::vector<std::string> all;
  for (const rules::Finding& finding : analysis.findings()) {
    const std::string_view id = finding.rule->info.id;
    if (std::find(kOfFiles.begin(), kOfFiles.end(), id) != kOfFiles.end()) continue;
    if (finding.exchanges.empty()) continue;
    all.push_back(describe(finding, secrets));
  }
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<std::string> exchanges_of(const readers::Document& document) {
  std::vector<std::string> all;
  for (const Exchange* exchange : document.exchanges()) all.push_back(describe(*exchange));
  std::sort(all.begin(), all.end());
  return all;
}

std::size_t not_understood(const readers::Document& document) {
  const std::vector<Problem> problems = document.problems();
  return static_cast<std::size_t>(std::count_if(
      problems.begin(), problems.end(),
      [](const Problem& problem) { return problem.kind == Problem::Kind::NotUnderstood; }));
}

std::string only_in(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> left;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));
  std::string out;
  for (const std::string& line : left) out += "  " + line + "\n";
  return out;
}

readers::Document converted(const readers::Document& document, bool secrets) {
  return {"converted.http", http_file(document, {.secrets = secrets})};
}

}  // namespace wiretag::convert::tests
