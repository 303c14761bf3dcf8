#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "documents/text/nearest.h"
#include "server/config/config.h"
#include "server/config/keys.h"

namespace wiretag::config {
namespace {

constexpr std::array<std::string_view, 4> kSeverities = {"error", "warning", "info", "hint"};
constexpr std::array<std::string_view, 5> kFailOn = {"error", "warning", "info", "hint", "never"};
constexpr std::array<std::string_view, 7> kProducts = {"nginx",   "apache",  "lighttpd",   "caddy",
                                                       "varnish", "haproxy", "nginx-cache"};

rules::Severity severity_of(std::string_view name) {
  if (name == "error") return rules::Severity::Error;
  if (name == "warning") return rules::Severity::Warning;
  return name == "info" ? rules::Severity::Info : rules::Severity::Hint;
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a string";
    case toml::node_type::integer:
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "a boolean";
    default: return "a date or time";
  }
}

/// The lines of a text, to blank out those that are no TOML.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string_view line(std::uint32_t number) const {
    const auto [begin, end] = bounds(number);
    return std::string_view(text_).substr(begin, end - begin);
  }
  /// Keeps the bytes' count, so that other places stay.
  void blank(std::uint32_t number) {
    const auto [begin, end] = bounds(number);
    std::fill(text_.begin() + static_cast<std::ptrdiff_t>(begin),
              text_.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  }

 private:
  [[nodiscard]] std::pair<std::size_t, std::size_t> bounds(std::uint32_t number) const {
    std::size_t begin = 0;
    for (std::uint32_t i = 1; i < number && begin < text_.size(); ++i) {
      begin = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
    }
    return {begin, std::min(text_.find('\n', begin), text_.size())};
  }

  std::string text_;
};

/// `[[[`, `[ [`: an opening bracket where the name of a table begins.
bool nameless_header(std::string_view line) {
  const auto skip_blanks = [&] {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  };
  skip_blanks();
  if (!line.starts_with('[')) return false;
  line.remove_prefix(line.starts_with("[[") ? 2 : 1);
  skip_blanks();
  return line.starts_with('[');
}

class Reader {
 public:
  explicit Reader(const std::string& path) {
    loaded_.path = path;
    std::error_code error;
    loaded_.config.directory =
        std::filesystem::absolute(path, error).lexically_normal().parent_path().string();
  }

  Loaded run(std::string_view text) {
    const toml::table table = parse(text);
    for (const auto& [key, value] : table) read_key(key, value);
    std::stable_sort(loaded_.problems.begin(), loaded_.problems.end(),
                     [](const Problem& a, const Problem& b) {
                       return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                     });
    return std::move(loaded_);
  }

 private:
  /// A line that is no TOML is reported and left out, so that the rest still counts.
  toml::table parse(std::string_view text) {
    constexpr int kMostErrors = 50;
    Lines lines(text);
    leave_out_nameless_headers(text, lines);
    std::uint32_t last = 0;
    for (int i = 0; i < kMostErrors; ++i) {
      toml::parse_result result = toml::parse(lines.text(), std::string_view(loaded_.path));
      if (result) return std::move(result).table();
      const toml::source_position at = result.error().source().begin;
      const std::uint32_t line = std::max<std::uint32_t>(at.line, 1);
      const bool follows = last != 0 && (line == last || line == last + 1);
      if (!follows) {
        add({at, at, nullptr}, fmt::format("this is no TOML: {}", result.error().description()));
      }
      const std::string_view bad = lines.line(line);
      lost_header_ = lost_header_ || bad.find('[') == bad.find_first_not_of(" \t");
      if (bad.find_first_not_of(' ') == bad.npos) break;
      lines.blank(line);
      last = line;
    }
    return {};
  }

  /// The library takes it for granted that a name follows the brackets of a table.
  void leave_out_nameless_headers(std::string_view text, Lines& lines) {
    std::uint32_t number = 0;
    for (std::size_t begin = 0; begin < text.size(); ++number) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view line = text.substr(begin, end - begin);
      begin = end + 1;
      if (!nameless_header(line)) continue;
      toml::source_position at{};
      at.line = number + 1;
      at.column = static_cast<toml::source_index>(line.find('[') + 1);
      add({at, at, nullptr}, "this is no TOML: the name of a table follows its brackets");
      lines.blank(number + 1);
      lost_header_ = true;
    }
  }

  void add(const toml::source_region& at, std::string message) {
    const std::uint32_t line = std::max<std::uint32_t>(at.begin.line, 1);
    const std::uint32_t column = std::max<std::uint32_t>(at.begin.column, 1);
    const bool ends = at.end.line > line || (at.end.line == line && at.end.column > column);
    loaded_.problems.push_back({loaded_.path, line, column, ends ? at.end.line : line,
                                ends ? at.end.column : column + 1, std::move(message)});
  }

  void add_type(const toml::key& key, const toml::node& node, std::string_view wanted) {
    add(node.source(), fmt::format("\"{}\" takes {}, not {}", key.str(), wanted, kind_of(node)));
  }

  void read_key(const toml::key& key, const toml::node& node) {
    const std::string_view name = key.str();
    Config& config = loaded_.config;
    if (name == "select") return read_rules(key, node, config.select);
    if (name == "ignore") return read_rules(key, node, config.ignore);
    if (name == "extend-select") return read_rules(key, node, config.extend_select);
    if (name == "exclude") return read_strings(key, node, config.exclude);
    if (name == "log-format") return read_log_formats(key, node);
    if (name == "per-file-ignores") return read_per_file_ignores(key, node);
    if (name == "severity") {
      if (const auto word = read_choice(key, node, kSeverities)) {
        config.severity = severity_of(*word);
      }
    } else if (name == "fail-on") {
      if (const auto word = read_choice(key, node, kFailOn)) {
        config.fail_on.emplace();
        if (*word != "never") config.fail_on->least = severity_of(*word);
      }
    } else if (name == "server") {
      if (const auto word = read_choice(key, node, kProducts)) {
        config.server = http::product(*word);
      }
    } else if (!lost_header_) {
      add_unknown(key);
    }
  }

  void add_unknown(const toml::key& key) {
    const std::string_view near = text::nearest(key.str(), keys());
    add(key.source(), near.empty() ? fmt::format("there is no key \"{}\"; the keys are {}",
                                                 key.str(), fmt::join(keys(), ", "))
                                   : fmt::format("there is no key \"{}\"; the nearest is \"{}\"",
                                                 key.str(), near));
  }

  std::optional<std::string> read_choice(const toml::key& key, const toml::node& node,
                                         std::span<const std::string_view> choices) {
    const auto* word = node.as_string();
    if (!word) {
      add_type(key, node, "a string");
      return std::nullopt;
    }
    if (std::find(choices.begin(), choices.end(), word->get()) == choices.end()) {
      add(node.source(), fmt::format("\"{}\" takes one of {}, not \"{}\"", key.str(),
                                     fmt::join(choices, ", "), word->get()));
      return std::nullopt;
    }
    return word->get();
  }

  /// Calls `visit` with each string of a list and its place.
  template <typename Visit>
  void each_string(const toml::key& key, const toml::node& node, Visit visit) {
    const toml::array* list = node.as_array();
    if (!list) return add_type(key, node, "a list of strings");
    for (const toml::node& one : *list) {
      if (const auto* word = one.as_string()) {
        visit(word->get(), one.source());
      } else {
        add(one.source(),
            fmt::format("\"{}\" takes a list of strings; here stands {}", key.str(), kind_of(one)));
      }
    }
  }

  void read_strings(const toml::key& key, const toml::node& node, std::vector<std::string>& out) {
    each_string(key, node,
                [&](const std::string& word, const toml::source_region&) { out.push_back(word); });
  }

  void read_rules(const toml::key& key, const toml::node& node, std::vector<std::string>& out) {
    each_string(key, node, [&](const std::string& word, const toml::source_region& at) {
      if (lint::unknown_rules({word}).empty()) {
        out.push_back(word);
        return;
      }
      const std::string_view near = rules::nearest_rule(word.substr(0, 64));
      add(at, near.empty()
                  ? fmt::format("no rule is called \"{}\"; `wiretag rules` lists them", word)
                  : fmt::format("no rule is called \"{}\"; the nearest is \"{}\"", word, near));
    });
  }

  void read_log_formats(const toml::key& key, const toml::node& node) {
    if (const auto* format = node.as_string()) {
      loaded_.config.log_formats.push_back({"", format->get()});
      return;
    }
    const toml::table* table = node.as_table();
    if (!table) return add_type(key, node, "a string or a table of strings");
    for (const auto& [name, value] : *table) {
      if (const auto* format = value.as_string()) {
        loaded_.config.log_formats.push_back({std::string(name.str()), format->get()});
      } else {
        add_type(name, value, "a string");
      }
    }
  }

  void read_per_file_ignores(const toml::key& key, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table) return add_type(key, node, "a table of lists of rules");
    for (const auto& [glob, names] : *table) {
      PerFileIgnore one{std::string(glob.str()), {}};
      read_rules(glob, names, one.rules);
      if (!one.rules.empty()) loaded_.config.per_file_ignores.push_back(std::move(one));
    }
  }

  Loaded loaded_;
  bool lost_header_ = false;  ///< a table's name is not known, so its keys seem to be others
};

Loaded unreadable(const std::string& path, std::string_view reason) {
  Loaded loaded;
  loaded.path = path;
  loaded.problems.push_back({path, 1, 1, 1, 1, fmt::format("cannot be read: {}", reason)});
  return loaded;
}

}  // namespace

Loaded parse(const std::string& path, std::string_view text) { return Reader(path).run(text); }

Loaded read(const std::string& path) {
  constexpr std::uintmax_t kLargest = 1U << 20U;
  std::error_code error;
  if (const std::uintmax_t size = std::filesystem::file_size(path, error); error) {
    return unreadable(path, error.message());
  } else if (size > kLargest) {
    return unreadable(path, "it is larger than 1 MiB");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, std::strerror(errno));
  return parse(path, std::string(std::istreambuf_iterator<char>(file), {}));
}

}  // namespace wiretag::config
