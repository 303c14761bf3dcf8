#include "server/cli/log_formats.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "documents/text/utf8.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestConfiguration = 1u << 20;

/// The line of a format with a caret under the place of the mistake.
void point_at(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  Output out(2);
  out.print("  {}\n  {:>{}}\n", shown(text), "^", text::code_points(before) + 1);
}

std::string_view without_blanks_in_front(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return line;
}

/// Behind the `;` that ends an nginx directive; the end of the text where there is none.
std::size_t directive_end(std::string_view text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != 0 && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      quote = 0;
    } else if (quote == 0 && (text[i] == '\'' || text[i] == '"')) {
      quote = text[i];
    } else if (quote == 0 && text[i] == ';') {
      return i + 1;
    }
  }
  return text.size();
}

/// An Apache directive with the lines that continue it.
std::string apache_directive(std::string_view text) {
  std::string directive;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.ends_with('\\') || text.empty()) return directive.append(line);
    directive.append(line.substr(0, line.size() - 1));
  }
}

bool is_configuration(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".conf") &&
         (name.starts_with("nginx") || name.starts_with("apache") || name.starts_with("httpd"));
}

std::vector<fs::path> configurations_in(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    std::error_code unknown;
    if (is_configuration(entry->path()) && entry->is_regular_file(unknown) &&
        entry->file_size(unknown) <= kLargestConfiguration) {
      found.push_back(entry->path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The directory, and those above it up to the root of the repository that it is in.
std::vector<fs::path> directories_of(const fs::path& directory) {
  std::vector<fs::path> all{directory};
  std::error_code error;
  while (!fs::exists(all.back() / ".git", error)) {
    const fs::path parent = all.back().parent_path();
    if (parent == all.back() || parent.empty()) return {directory};
    all.push_back(parent);
  }
  return all;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

fs::path directory_of(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).lexically_normal().parent_path();
}

}  // namespace

std::vector<logs::LogFormat> log_formats_in(std::string_view configuration, std::string_view name) {
  std::vector<logs::LogFormat> formats;
  while (!configuration.empty()) {
    const std::string_view text = without_blanks_in_front(configuration);
    std::string directive;
    if (text.starts_with("log_format ")) {
      directive = text.substr(0, directive_end(text));
    } else if (text.starts_with("LogFormat ")) {
      directive = apache_directive(text);
    }
    if (auto format = logs::parse_format(directive)) {
      format->name += fmt::format(" of {}", name);
      formats.push_back(*std::move(format));
    }
    const std::size_t taken = static_cast<std::size_t>(text.data() - configuration.data()) +
                              (directive.empty() ? 0 : directive.size() - 1);
    const std::size_t end = configuration.find('\n', std::min(taken, configuration.size()));
    configuration.remove_prefix(end == std::string_view::npos ? configuration.size() : end + 1);
  }
  return formats;
}

std::optional<logs::LogFormat> LogFormats::given(const std::string& text, const std::string& path) {
  for (const config::LogFormat& named : settings_.of(path).log_formats) {
    if (named.name != text || named.name.empty()) continue;
    const Formats& formats = configured(path);
    const auto found = std::ranges::find(formats, text, &logs::LogFormat::name);
    if (found == formats.end()) return std::nullopt;
    return *found;
  }
  auto parsed = logs::parse_format(text);
  if (parsed) return std::move(*parsed);
  tell(fmt::format("--log-format: {}", parsed.error().message));
  point_at(text, parsed.error().position);
  return std::nullopt;
}

const LogFormats::Formats& LogFormats::configured(const std::string& path) {
  const config::Config& config = settings_.of(path);
  const auto [entry, is_new] = configured_.try_emplace(config.directory);
  if (!is_new) return entry->second;
  for (const config::LogFormat& one : config.log_formats) {
    auto parsed = logs::parse_format(one.format);
    if (!parsed) {
      const std::string key = one.name.empty() ? "log-format" : "log-format." + one.name;
      troubles_.add(config::find(path).value_or(config.directory),
                    fmt::format("{}: {}: {}", key, parsed.error().message, one.format));
      continue;
    }
    if (!one.name.empty()) parsed->name = one.name;
    entry->second.push_back(*std::move(parsed));
  }
  return entry->second;
}

const LogFormats::Formats& LogFormats::of_servers(const std::string& path) {
  const fs::path directory = directory_of(path);
  const auto [entry, is_new] = of_servers_.try_emplace(directory.string());
  if (!is_new) return entry->second;
  for (const fs::path& place : directories_of(directory)) {
    for (const fs::path& file : configurations_in(place)) {
      const std::string name = file.lexically_proximate(directory).string();
      for (logs::LogFormat& format : log_formats_in(text_of(file), name)) {
        entry->second.push_back(std::move(format));
      }
    }
  }
  return entry->second;
}

std::optional<logs::LogFormat> LogFormats::other(const std::string& path, std::string_view start,
                                                 const logs::LogFormat* built_in) {
  if (auto format = logs::best_of(configured(path), start)) return format;
  Formats candidates;
  if (built_in) candidates.push_back(*built_in);
  const Formats& found = of_servers(path);
  candidates.insert(candidates.end(), found.begin(), found.end());
  auto format = logs::best_of(candidates, start);
  if (!format || (built_in && format->name == built_in->name)) return std::nullopt;
  if (told_.insert(format->name).second) {
    tell(fmt::format("{}: its lines are read by {}", path, format->name));
  }
  return format;
}

}  // namespace wiretag::cli
