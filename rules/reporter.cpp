#include "rules/reporter.h"

#include <algorithm>

#include "documents/model/log_traffic.h"
#include "documents/text/utf8.h"

namespace wiretag::rules {
namespace {

/// The author shows what is wrong, and knows it.
bool of_counter_example(const Finding& finding) {
  return std::any_of(finding.exchanges.begin(), finding.exchanges.end(),
                     [](const Exchange* exchange) { return exchange->counter_example; });
}

}  // namespace

Report& Report::related(const Text& place, std::string message) {
  if (place.placed()) finding_.related.push_back({place, std::move(message)});
  return *this;
}

Report& Report::related(const LogSample* sample, std::string message) {
  return sample ? related(sample->place(), std::move(message)) : *this;
}

Report& Report::fix(Fix fix) {
  const auto evidence = [](const Replacement& one) { return !one.place.origin->editable(); };
  const auto& all = fix.replacements;
  if (all.empty() || std::any_of(all.begin(), all.end(), evidence)) return *this;
  if (of_counter_example(finding_)) return *this;
  finding_.fixes.push_back(std::move(fix));
  return *this;
}

Report& Report::at_most(Severity severity) {
  finding_.severity = std::min(finding_.severity, severity);
  return *this;
}

Report& Report::resting_on(http::Confidence confidence) {
  if (confidence == http::Confidence::Certain) return *this;
  at_most(Severity::Warning);
  if (!finding_.message.starts_with("Probably")) {
    finding_.message.insert(0, "Probably: ");
  }
  return *this;
}

Report& Report::second_fault() {
  finding_.second_fault = true;
  return *this;
}

Report Reporter::add(const Text& place, std::vector<const Exchange*> exchanges,
                     std::string message) {
  Finding& finding = findings_.emplace_back();
  finding.rule = &rule_;
  finding.severity = rule_.info.severity;
  finding.message = std::move(message);
  finding.place = place;
  finding.exchange = exchanges.empty() ? nullptr : exchanges.front();
  finding.exchanges = std::move(exchanges);
  if (of_counter_example(finding)) finding.severity = Severity::Hint;
  return Report(finding);
}

namespace {

/// The URLs of a finding, for people.
std::string name_of(const std::vector<const UrlTraffic*>& urls) {
  std::string name = quoted(urls.front()->url);
  if (urls.front()->members > 1) name += fmt::format(" ({} URLs)", urls.front()->members);
  if (urls.size() > 1) {
    name += fmt::format(" and {} more URL{}", urls.size() - 1, urls.size() > 2 ? "s" : "");
  }
  return name;
}

}  // namespace

Report Reporter::add_urls(const Text& place, std::vector<const UrlTraffic*> urls,
                          const std::string& message) {
  Report report = add(place, {}, name_of(urls) + ": " + message);
  findings_.back().urls = std::move(urls);
  return report;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 80;
  std::string out;
  while (!text.empty() && out.size() < kMost) {
    const std::size_t length = text::sequence_length(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x20 || byte == 0x7F) {
      if (byte == '\t') {
        out += ' ';
      } else if (byte != '\r' && byte != '\n') {
        out += fmt::format("\\x{:02X}", byte);
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    } else if (!text::valid_sequence(text)) {
      out += fmt::format("\\x{:02X}", byte);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  if (!text.empty()) out += "…";
  return out;
}

std::string bytes(std::uint64_t count) {
  if (count == 1) return "1 byte";
  std::string digits = std::to_string(count);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits + " bytes";
}

Fix remove_fields(const Fields& fields, std::initializer_list<http::FieldName> names,
                  std::string title, FixKind kind) {
  Fix fix{std::move(title), kind, {}};
  for (const Field& field : fields.lines()) {
    if (std::find(names.begin(), names.end(), field.id()) != names.end()) {
      fix.replacements.push_back({field.line(), ""});
    }
  }
  return fix;
}

Fix replace(const Text& place, std::string text, std::string title, FixKind kind) {
  return {std::move(title), kind, {{place, std::move(text)}}};
}

bool may_edit_response(const Exchange& exchange) {
  return exchange.notes.mock || exchange.medium == Medium::Documentation;
}

}  // namespace wiretag::rules
