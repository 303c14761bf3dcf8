#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/rules/carets.h"
#include "tests/rules/cases.h"
#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {
namespace {

struct NamedCase {
  std::string rule;
  Case one;
};

void PrintTo(const NamedCase& named, std::ostream* out) {
  *out << named.rule << ", " << named.one.name;
}

/// The sections of the `.log` files of this folder, which are named after the rule they show.
std::vector<NamedCase> all_cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder() / "logs" / "caret")) {
    if (entry.path().extension() == ".log") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<NamedCase> all;
  for (const auto& path : paths) {
    for (const Case& one : cases_in(path)) all.push_back({path.stem().string(), one});
  }
  return all;
}

bool fits(const LogFinding& found, const Expected& expected) {
  return found.rule == expected.rule && found.line == expected.line &&
         found.begin == expected.begin && found.end == expected.end &&
         (expected.severity.empty() || rules::to_string(found.severity) == expected.severity) &&
         found.message.find(expected.part) != std::string::npos;
}

class LogCaret : public ::testing::TestWithParam<NamedCase> {};

TEST_P(LogCaret, FindsWhatIsMarkedAndNothingElse) {
  const Annotated annotated = read_annotated(GetParam().one.text);
  SCOPED_TRACE("\n" + annotated.text);
  std::vector<LogFinding> open = lint_log(annotated.text);
  for (const Expected& expected : annotated.expected) {
    const auto it =
        std::ranges::find_if(open, [&](const LogFinding& found) { return fits(found, expected); });
    if (it == open.end()) {
      ADD_FAILURE() << "expected below line " << expected.line + 1 << ": " << expected.written;
    } else {
      open.erase(it);
    }
  }
  // Advice of other rules is of no concern here.
  for (const LogFinding& found : open) {
    if (found.rule != GetParam().rule && found.severity < Severity::Warning) continue;
    ADD_FAILURE() << "not expected: " << found.line << ":" << found.begin << "-" << found.end << " "
                  << found.rule << " " << rules::to_string(found.severity) << ": " << found.message;
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, LogCaret, ::testing::ValuesIn(all_cases()),
                         [](const auto& context) {
                           return test_name(context.param.rule + " " + context.param.one.name);
                         });

TEST(LogCaretFiles, EveryRuleHasThreeCasesAndOneThatFires) {
  std::map<std::string, int> cases;
  std::map<std::string, int> fires;
  for (const NamedCase& named : all_cases()) {
    ++cases[named.rule];
    for (const Expected& expected : read_annotated(named.one.text).expected) {
      if (expected.rule == named.rule) ++fires[named.rule];
    }
    EXPECT_TRUE(find_rule(named.rule)) << named.rule << ".log is of no rule";
  }
  for (const Rule* rule : all_rules()) {
    if (rule->info.family != Family::Logs) continue;
    EXPECT_GE(cases[std::string(rule->info.id)], 3) << rule->info.id;
    EXPECT_GE(fires[std::string(rule->info.id)], 1) << rule->info.id;
  }
}

}  // namespace
}  // namespace wiretag::rules::tests
