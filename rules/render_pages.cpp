// Writes the rule pages and their index into a folder; with --check it only compares and fails
// where a file differs.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "rules/rule.h"

namespace {

namespace fs = std::filesystem;
using wiretag::rules::Kind;
using wiretag::rules::Rule;

constexpr std::string_view kNotice =
    "<!-- Rendered from rules/ by ./dev pages; edit the page beside the rule. -->\n";

std::string severity_of(const Rule& rule) {
  return std::string(rule.info.kind == Kind::Lens ? "lens" : to_string(rule.info.severity));
}

/// The page with the rule's constants below its title.
std::string rendered_page(const Rule& rule) {
  const std::string_view text = page(rule);
  const std::size_t end = text.find('\n');
  return fmt::format("{}\n{}\n{} · {} · tier {} · fix: {}\n{}", text.substr(0, end), kNotice,
                     severity_of(rule), to_string(rule.info.family), rule.info.tier,
                     to_string(rule.info.fix), text.substr(end + 1));
}

std::string rendered_index() {
  std::string text = fmt::format(
      "# Rules\n{}\n| rule | severity | fix | what it reports |\n|---|---|---|---|\n", kNotice);
  char family = 0;
  for (const Rule* rule : wiretag::rules::all_rules()) {
    if (letter(rule->info.family) != family) {
      family = letter(rule->info.family);
      text += fmt::format("| **{}. {}** | | | |\n", family, to_string(rule->info.family));
    }
    text += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} |\n", rule->info.id, severity_of(*rule),
                        to_string(rule->info.fix), rule->info.summary);
  }
  return text;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool put(const fs::path& path, const std::string& text, bool only_check) {
  if (read(path) == text) return true;
  if (only_check) {
    fmt::print(stderr, "{} is not current; run ./dev pages\n", path.string());
    return false;
  }
  std::ofstream out(path, std::ios::binary);
  out << text;
  return out.good();
}

}  // namespace

int main(int argc, char** argv) {
  const bool only_check = argc == 3 && std::string_view(argv[2]) == "--check";
  if (argc != 2 && !only_check) {
    fmt::print(stderr, "usage: render_rule_pages FOLDER [--check]\n");
    return 2;
  }
  const fs::path folder = argv[1];
  std::error_code error;
  fs::create_directories(folder, error);
  bool good = put(folder / "README.md", rendered_index(), only_check);
  for (const Rule* rule : wiretag::rules::all_rules()) {
    good &= put(folder / fmt::format("{}.md", rule->info.id), rendered_page(*rule), only_check);
  }
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string id = entry.path().stem().string();
    if (entry.path().extension() != ".md" || id == "README" || wiretag::rules::find_rule(id))
      continue;
    if (only_check) {
      fmt::print(stderr, "{} belongs to no rule\n", entry.path().string());
      good = false;
    } else {
      fs::remove(entry.path(), error);
    }
  }
  return good ? 0 : 1;
}
