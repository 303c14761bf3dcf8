#include "server/lint/wire_facts.h"

namespace wiretag::lint {
namespace {

using http::FieldName;

std::uint64_t without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line.size();
}

/// A head as it is sent: every line ends in CR LF, and an empty line follows.
std::uint64_t head_bytes(std::uint64_t first_line, const Fields& fields) {
  std::uint64_t total = first_line + 4;
  for (const Field& field : fields.lines()) total += without_line_end(field.line().view) + 2;
  return total;
}

/// Samples leave lines out: a head counts as whole where it names its version and what is
/// obligatory.
std::optional<std::uint64_t> request_head(const Request& request) {
  if (request.version.empty() || !request.fields.has(FieldName::Host)) return std::nullopt;
  const std::uint64_t line =
      request.method_name().size() + request.target.size() + request.version.view.size() + 2;
  return head_bytes(line, request.fields);
}

std::optional<std::uint64_t> response_head(const Judged& judged) {
  if (judged.recorded() == 0 || judged.recorded() != judged.prediction.status) return std::nullopt;
  const Response& response = *judged.exchange.response;
  if (response.fields.empty()) return std::nullopt;
  return head_bytes(response.line.view.size(), response.fields);
}

std::optional<std::uint64_t> representation(const Judged& judged) {
  if (judged.state().length.value) return judged.state().length.value;
  if (judged.recorded() != 200) return std::nullopt;
  const Response& response = *judged.exchange.response;
  // A recording of coded content holds it decoded.
  if (response.fields.has(FieldName::ContentEncoding)) return std::nullopt;
  return response.body.complete_size();
}

}  // namespace

http::WireFacts wire_facts(const Judged& judged) {
  return {.request_head = request_head(judged.exchange.request),
          .response_head = response_head(judged),
          .body = representation(judged)};
}

}  // namespace wiretag::lint
