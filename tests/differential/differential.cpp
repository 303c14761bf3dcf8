#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tests/differential/client.h"
#include "tests/differential/matrix.h"
#include "tests/differential/origin.h"
#include "tests/differential/report.h"
#include "tests/differential/subject.h"

namespace wiretag::differential {
namespace {

constexpr std::size_t kSmallStride = 5;
constexpr std::size_t kRandomCases = 2000;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

/// "nginx:8081:1.22.1:/folder"; the folder is empty for a cache.
std::optional<Server> server(const std::string& text) {
  const auto parts = split(text);
  if (parts.size() != 4) return std::nullopt;
  const auto product = http::product(parts[0]);
  if (!product) return std::nullopt;
  return Server{*product, parts[2], std::atoi(parts[1].c_str()), parts[3]};
}

Column run_against(const Server& server, const std::vector<Case>& cases, std::size_t stride) {
  Column column{server.product, server.version, {}};
  Subject subject(server);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const bool wanted = i % stride == 0 && subject.applies(cases[i]);
    column.results.push_back(wanted ? std::optional(subject.run(cases[i])) : std::nullopt);
  }
  return column;
}

int run(const std::vector<std::string>& arguments) {
  std::size_t stride = 1;
  std::string table;
  std::vector<Case> cases = matrix();
  std::vector<Server> servers;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--small") {
      stride = kSmallStride;
    } else if (arguments[i] == "--random" && i + 1 < arguments.size()) {
      cases =
          random_cases(static_cast<std::uint32_t>(std::atoi(arguments[++i].c_str())), kRandomCases);
    } else if (arguments[i] == "--table" && i + 1 < arguments.size()) {
      table = arguments[++i];
    } else if (auto one = server(arguments[i])) {
      servers.push_back(*one);
    } else {
      fmt::print(stderr, "wiretag_differential: cannot read {}\n", arguments[i]);
      return 2;
    }
  }
  std::vector<Column> columns;
  for (const Server& one : servers) columns.push_back(run_against(one, cases, stride));
  bool good = true;
  for (const Column& column : columns) good = summarise(column, cases) && good;
  if (!table.empty()) write_table(table, columns, cases);
  return good ? 0 : 1;
}

int print_ports(int count) {
  for (int i = 0; i < count; ++i) fmt::print("{}\n", free_port());
  return 0;
}

int main(const std::vector<std::string>& arguments) {
  const std::string_view task = arguments.empty() ? "" : std::string_view(arguments[0]);
  if (task == "run") return run({arguments.begin() + 1, arguments.end()});
  if (arguments.size() == 2) {
    const int number = std::atoi(arguments[1].c_str());
    if (task == "ports") return print_ports(number);
    if (task == "wait") return wait_for_port(number) ? 0 : 1;
    if (task == "origin") {
      serve_origin(number);
      return 1;
    }
  }
  fmt::print(stderr,
             "usage: wiretag_differential run [--small | --random SEED] [--table FILE] "
             "PRODUCT:PORT:VERSION:FOLDER…\n"
             "       wiretag_differential ports COUNT | wait PORT | origin PORT\n");
  return 2;
}

}  // namespace
}  // namespace wiretag::differential

int main(int argc, char** argv) { return wiretag::differential::main({argv + 1, argv + argc}); }
