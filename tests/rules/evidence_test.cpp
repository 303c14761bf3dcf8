#include <algorithm>

#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "server/lint/analysis.h"
#include "tests/rules/cases.h"
#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

/// From the status line to the end of the content.
text::Span span_of(const Response& response) {
  text::Span span = response.line.span();
  for (const Field& field : response.fields.lines()) span.end = field.line().span().end;
  if (response.body.recorded()) span.end = response.body.text.span().end;
  return span;
}

bool touches(const Fix& fix, const text::Span& span) {
  return std::ranges::any_of(fix.replacements, [&](const Replacement& replacement) {
    const text::Span place = replacement.place.span();
    return place.begin >= span.begin && place.begin < span.end;
  });
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& path : http_files(folder() / "caret")) {
    for (Case& one : cases_in(path)) {
      one.name = path.stem().string() + " " + one.name;
      all.push_back(std::move(one));
    }
  }
  return all;
}

class Evidence : public ::testing::TestWithParam<Case> {};

TEST_P(Evidence, IsNotEditedUnlessItIsAMock) {
  lint::Selection selection;
  selection.select = {"ALL"};
  selection.severity = Severity::Hint;
  const readers::Document document("case.http", GetParam().text);
  const lint::Analysis analysis(document, selection);
  for (const Exchange* exchange : document.exchanges()) {
    if (!exchange->response || !exchange->response->stated() || exchange->notes.mock) continue;
    const text::Span recorded = span_of(*exchange->response);
    for (const Finding& finding : analysis.findings()) {
      for (const Fix& fix : finding.fixes) {
        EXPECT_FALSE(touches(fix, recorded))
            << finding.rule->info.id << " offers \"" << fix.title << "\" in\n"
            << GetParam().text;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, Evidence, ::testing::ValuesIn(all_cases()),
                         [](const auto& context) { return test_name(context.param.name); });

}  // namespace
}  // namespace wiretag::rules::tests
