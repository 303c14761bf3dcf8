#include "server/cli/settings.h"

#include <utility>

namespace wiretag::cli {

const config::Config& Settings::of(const std::string& path) {
  static const config::Config kNone;
  if (options_.isolated) return kNone;
  const config::Loaded& loaded = cache_.of(path);
  if (!loaded.problems.empty() && told_.insert(loaded.path).second) {
    for (const config::Problem& problem : loaded.problems) {
      troubles_.add(fmt::format("{}:{}:{}", problem.path, problem.line, problem.column),
                    problem.message);
    }
  }
  return loaded.config;
}

lint::Selection Settings::selection(const std::string& path) {
  const lint::Selection& given = options_.selection;
  lint::Selection selection = config::selection(of(path), path, {});
  if (!given.select.empty()) selection.select = given.select;
  selection.extend_select.insert(selection.extend_select.end(), given.extend_select.begin(),
                                 given.extend_select.end());
  selection.ignore.insert(selection.ignore.end(), given.ignore.begin(), given.ignore.end());
  if (options_.severity_given) selection.severity = given.severity;
  return selection;
}

std::optional<rules::Severity> Settings::fail_on(const std::string& path) {
  if (options_.fail_on_given) return options_.fail_on;
  const auto& configured = of(path).fail_on;
  return configured ? configured->least : options_.fail_on;
}

}  // namespace wiretag::cli
