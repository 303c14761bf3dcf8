#include "tests/differential/report.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace wiretag::differential {
namespace {

constexpr int kRequiredPercent = 98;

struct Count {
  int requests = 0;
  int standard = 0;
  int profile = 0;
  int reads = 0;  ///< GET and HEAD
  int reads_profile = 0;
};

Count count(const Column& column, const std::vector<Case>& cases) {
  Count n;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!column.results[i]) continue;
    const Result& r = *column.results[i];
    const bool read = cases[i].method == "GET" || cases[i].method == "HEAD";
    ++n.requests;
    n.standard += r.agrees_with_standard ? 1 : 0;
    n.profile += r.agrees_with_profile ? 1 : 0;
    n.reads += read ? 1 : 0;
    n.reads_profile += read && r.agrees_with_profile ? 1 : 0;
  }
  return n;
}

bool enough(int part, int whole) { return part * 100 >= whole * kRequiredPercent; }

std::string text_of(const Observed& o) {
  std::string text = o.status == 0 ? "no answer" : std::to_string(o.status);
  if (o.multipart) text += " multipart";
  if (!o.content_range.empty()) text += " " + o.content_range;
  return text;
}

std::string text_of(const http::ProductAnswer& a) {
  return text_of(
      Observed{a.status, a.content_range ? http::to_string(*a.content_range) : "", a.multipart});
}

std::string disagreement(const Case& c, const Result& r) {
  return fmt::format("{}: the profile says {}, the server {}", c.label(), text_of(r.profile),
                     text_of(r.observed));
}

bool is_check(const Value& v) {
  return v.field == "If-None-Match" || v.field == "If-Modified-Since";
}

// A cache without a stored Last-Modified may compare with the time of storage (RFC 9111 4.3.2),
// which is no question to an origin. A malformed field has no right answer to hold HAProxy to.
bool holds_haproxy_to_it(const Column& column, const Case& c, const Result& r) {
  return column.product == http::Product::Haproxy && c.resource != Resource::Undated &&
         r.well_formed && std::ranges::all_of(c.values, is_check);
}

void print_departures(const Column& column, const std::vector<Case>& cases) {
  std::map<std::string, int> kinds;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!column.results[i] || column.results[i]->agrees_with_standard) continue;
    ++kinds[fmt::format("{}: standard {}, server {}", cases[i].section,
                        column.results[i]->standard.status, column.results[i]->observed.status)];
  }
  for (const auto& [kind, times] : kinds) fmt::print("  {:4} x {}\n", times, kind);
}

void print_disagreements(const Column& column, const std::vector<Case>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!column.results[i] || column.results[i]->agrees_with_profile) continue;
    fmt::print("  profile: {}\n", disagreement(cases[i], *column.results[i]));
  }
}

bool contradicts_standard(const Column& column, const std::vector<Case>& cases) {
  bool found = false;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (!column.results[i] || column.results[i]->agrees_with_standard) continue;
    if (!holds_haproxy_to_it(column, cases[i], *column.results[i])) continue;
    fmt::print("  contradicts the prediction: {}\n", cases[i].label());
    found = true;
  }
  return found;
}

std::string title(http::Product p) {
  static constexpr std::string_view kTitles[] = {"nginx",   "Apache",  "lighttpd",   "Caddy",
                                                 "Varnish", "HAProxy", "nginx cache"};
  return std::string(kTitles[static_cast<std::size_t>(p)]);
}

bool is_write(const Case& c) { return c.method == "PUT" || c.method == "DELETE"; }

std::string status_text(const Case& c, int status) {
  if (status == 0) return "no answer";
  return is_write(c) && status >= 200 && status < 300 ? "done" : std::to_string(status);
}

/// Numbers each explanation at its first use.
class Footnotes {
 public:
  [[nodiscard]] std::size_t number(const std::string& text) {
    const auto found = std::ranges::find(texts_, text);
    if (found != texts_.end()) return static_cast<std::size_t>(found - texts_.begin()) + 1;
    texts_.push_back(text);
    return texts_.size();
  }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
};

std::string cell(const Case& c, const Result& r, Footnotes& notes) {
  std::string text = status_text(c, r.observed.status);
  if (r.observed.multipart) text += " multipart";
  const bool departs = r.agrees_with_profile && r.profile.departs;
  if (!r.agrees_with_standard || departs) text = "**" + text + "**";
  if (!r.agrees_with_profile) return text + " (?)";
  if (!r.profile.differs) return text;
  return text +
         fmt::format("[^{}]", notes.number(std::string(http::to_string(r.profile.mechanism))));
}

std::string standard_cell(const Case& c, const std::vector<Column>& columns, std::size_t index) {
  std::vector<std::string> texts;
  for (const Column& column : columns) {
    if (!column.results[index]) continue;
    const http::Prediction& p = column.results[index]->standard;
    const std::string text = status_text(c, p.status) + (p.multipart ? " multipart" : "");
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
  }
  return fmt::format("{}", fmt::join(texts, " or "));
}

/// The cases of a row that differ in their first value only.
struct Group {
  std::string head;                ///< "`HEAD` `If-None-Match` "
  std::vector<std::string> words;  ///< of the first value
  std::string joint;               ///< " with `Range` "
  std::string second;              ///< words of the second value
  std::string tail;

  [[nodiscard]] bool takes(const Group& other) const {
    return std::tie(head, joint, second, tail) ==
           std::tie(other.head, other.joint, other.second, other.tail);
  }
  [[nodiscard]] bool differs_in_second_only(const Group& other) const {
    return std::tie(head, words, joint, tail) ==
           std::tie(other.head, other.words, other.joint, other.tail);
  }
};

Group group(const Case& c) {
  Group g;
  g.head = (c.method == "GET" ? "`" : "`" + c.method + "` `") + c.values[0].field + "` ";
  g.words = {c.values[0].words};
  if (c.values.size() > 1) {
    g.joint = ", `" + c.values[1].field + "` ";
    g.second = c.values[1].words;
  }
  for (std::size_t i = 2; i < c.values.size(); ++i) {
    g.tail += ", `" + c.values[i].field + "` " + c.values[i].words;
  }
  const std::string about = describe(c.resource);
  if (!about.empty()) g.tail += " (" + about + ")";
  return g;
}

struct Row {
  std::string section;
  std::vector<std::string> cells;
  std::vector<Group> groups;
};

void add_case(Row& row, const Case& c) {
  Group added = group(c);
  const auto found =
      std::ranges::find_if(row.groups, [&](const Group& g) { return g.takes(added); });
  if (found == row.groups.end()) {
    row.groups.push_back(std::move(added));
  } else {
    found->words.push_back(c.values.front().words);
  }
}

std::string request_text(const Row& row) {
  std::vector<Group> merged;
  for (const Group& g : row.groups) {
    const auto found =
        std::ranges::find_if(merged, [&](const Group& m) { return m.differs_in_second_only(g); });
    if (found == merged.end()) {
      merged.push_back(g);
    } else {
      found->second += "; " + g.second;
    }
  }
  std::vector<std::string> parts;
  for (const Group& g : merged) {
    parts.push_back(g.head + fmt::format("{}", fmt::join(g.words, "; ")) + g.joint + g.second +
                    g.tail);
  }
  return fmt::format("{}", fmt::join(parts, "<br>"));
}

/// One row for all cases of a section that every server answers alike.
std::vector<Row> rows(const std::vector<Column>& columns, const std::vector<Case>& cases,
                      Footnotes& notes) {
  std::vector<Row> all;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::vector<std::string> cells{standard_cell(cases[i], columns, i)};
    for (const Column& column : columns) {
      cells.push_back(column.results[i] ? cell(cases[i], *column.results[i], notes) : "");
    }
    const auto same = [&](const Row& r) {
      return r.section == cases[i].section && r.cells == cells;
    };
    auto found = std::ranges::find_if(all, same);
    if (found == all.end()) found = all.insert(found, Row{cases[i].section, cells, {}});
    add_case(*found, cases[i]);
  }
  return all;
}

void write_introduction(std::ofstream& out) {
  out << "# How real servers answer conditional requests\n\n"
         "Generated by `tests/differential/run.sh` from the answers of the servers named below; do "
         "not edit it.\n\n"
         "- Each server runs at its default settings on a loopback port: a file of 1000 bytes that "
         "has not changed for long, unless a row says otherwise; `PUT` and `DELETE` go to its DAV "
         "module (Caddy has none and serves the file). Varnish, HAProxy and the nginx cache answer "
         "from a fresh copy of a response with `Accept-Ranges: bytes`.\n"
         "- \"Standard\" is what RFC 9110 asks an origin server for. A status in bold is not among "
         "those that it allows, or performs a write whose condition has failed. \"done\" is 200, "
         "201 or 204 to a write.\n"
         "- A footnote says how the server comes to another answer than the standard asks for, "
         "allowed or not. \"(?)\" marks an answer that the profile of the product does not have; "
         "all of them are listed at the end. An empty cell: not asked.\n"
         "- \"The tag\" is the server's current ETag without `W/`, \"the same date\" its "
         "Last-Modified.\n";
}

void write_counts(std::ofstream& out, const std::vector<Column>& columns,
                  const std::vector<Case>& cases) {
  out << "\n## Servers\n\n| Server | Version | Requests | Within the standard | As its profile "
         "says |\n|---|---|---:|---:|---:|\n";
  for (const Column& column : columns) {
    const Count n = count(column, cases);
    out << fmt::format("| {} | {} | {} | {} | {} |\n", title(column.product), column.version,
                       n.requests, n.standard, n.profile);
  }
}

void write_head(std::ofstream& out, const std::string& section,
                const std::vector<Column>& columns) {
  out << "\n## " << section << "\n\n| Request | Standard |";
  for (const Column& column : columns) out << " " << title(column.product) << " |";
  out << "\n|---|---|";
  for (std::size_t i = 0; i < columns.size(); ++i) out << "---|";
  out << "\n";
}

void write_rows(std::ofstream& out, const std::vector<Row>& all,
                const std::vector<Column>& columns) {
  std::string section;
  for (const Row& row : all) {
    if (row.section != section) write_head(out, section = row.section, columns);
    out << fmt::format("| {} | {} |\n", request_text(row), fmt::join(row.cells, " | "));
  }
}

void write_disagreements(std::ofstream& out, const std::vector<Column>& columns,
                         const std::vector<Case>& cases) {
  out << "\n## Where a profile is wrong\n\n";
  bool none = true;
  for (const Column& column : columns) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (!column.results[i] || column.results[i]->agrees_with_profile) continue;
      out << "- " << title(column.product) << ", " << disagreement(cases[i], *column.results[i])
          << "\n";
      none = false;
    }
  }
  if (none) out << "Nowhere in these requests.\n";
}

}  // namespace

bool summarise(const Column& column, const std::vector<Case>& cases) {
  const Count n = count(column, cases);
  fmt::print(
      "{} {}: {} requests, {} within the standard, {} as the profile says ({} of {} GET and "
      "HEAD)\n",
      http::to_string(column.product), column.version, n.requests, n.standard, n.profile,
      n.reads_profile, n.reads);
  print_departures(column, cases);
  print_disagreements(column, cases);
  const bool contradicted = contradicts_standard(column, cases);
  return !contradicted && n.requests > 0 && enough(n.profile, n.requests) &&
         enough(n.reads_profile, n.reads);
}

void write_table(const std::string& path, const std::vector<Column>& columns,
                 const std::vector<Case>& cases) {
  Footnotes notes;
  const std::vector<Row> all = rows(columns, cases, notes);
  std::ofstream out(path);
  write_introduction(out);
  write_counts(out, columns, cases);
  write_rows(out, all, columns);
  write_disagreements(out, columns, cases);
  out << "\n";
  for (std::size_t i = 0; i < notes.texts().size(); ++i) {
    out << fmt::format("[^{}]: It {}.\n", i + 1, notes.texts()[i]);
  }
}

}  // namespace wiretag::differential
