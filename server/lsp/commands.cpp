#include "server/lsp/commands.h"

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/rule.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

constexpr const char* kExplainRule = "wiretag.explainRule";

tl::unexpected<Refusal> refused(std::string reason, ErrorCode code = ErrorCode::RequestFailed) {
  return tl::unexpected<Refusal>({std::move(reason), code});
}

}  // namespace

json command_names() { return json::array({kExplainRule}); }

tl::expected<json, Refusal> execute_command(Session&, const CommandParams& params) {
  if (params.command != kExplainRule) {
    return refused(fmt::format("there is no command {}", params.command), ErrorCode::InvalidParams);
  }
  if (params.arguments.empty() || !params.arguments[0].is_string()) {
    return refused("wiretag.explainRule takes the id of a rule", ErrorCode::InvalidParams);
  }
  const std::string id = params.arguments[0];
  if (const rules::Rule* rule = rules::find_rule(id)) return json(rules::page(*rule));
  constexpr std::size_t kLongestId = 64;
  const std::string_view near = rules::nearest_rule(id.substr(0, kLongestId));
  return refused(near.empty()
                     ? fmt::format("no rule is called \"{}\"", id)
                     : fmt::format("no rule is called \"{}\"; did you mean {}?", id, near));
}

}  // namespace wiretag::lsp
