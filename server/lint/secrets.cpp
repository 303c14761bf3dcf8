#include "server/lint/secrets.h"

#include <algorithm>

#include "documents/model/exchange.h"
#include "http/fields/text.h"
#include "http/secrets.h"

namespace wiretag::lint {
namespace {

/// A shorter value says nothing, and would be found in words.
constexpr std::size_t kLeast = 4;
/// As many bytes of a value in a message are the value, also where the message cuts it.
constexpr std::size_t kTelling = 8;

void add(const Fields& fields, const http::KnownSecrets& known, std::vector<Text>& all) {
  for (const Field& field : fields.lines()) {
    const Text value = field.value();
    for (const std::string_view part : http::secret_parts(field.name().view, value.view)) {
      all.push_back(value.part(part));
    }
    for (const std::string_view part : known.in(value.view)) {
      all.push_back(value.part(part));
    }
  }
}

bool part_of_word(std::string_view text, std::size_t at) {
  return at < text.size() && (http::is_letter(text[at]) || http::is_digit(text[at]));
}

void take_out(std::string& message, std::string_view secret) {
  const std::string_view start = secret.substr(0, kTelling);
  for (std::size_t at = message.find(start); at != std::string::npos;
       at = message.find(start, at)) {
    const std::string_view rest = std::string_view(message).substr(at);
    const auto differs = std::mismatch(rest.begin(), rest.end(), secret.begin(), secret.end());
    const auto size = static_cast<std::size_t>(differs.first - rest.begin());
    const bool word = secret.size() < kTelling && ((at > 0 && part_of_word(message, at - 1)) ||
                                                   part_of_word(message, at + size));
    if (!word) message.replace(at, size, "…");
    at += word ? size : std::string_view("…").size();
  }
}

using Known = std::function<const http::KnownSecrets&()>;

void redact_text(std::string& message, const std::vector<Text>& secrets, const Known& known) {
  for (const Text& secret : secrets) {
    if (secret.view.size() >= kLeast) take_out(message, secret.view);
  }
  if (message.find('?') != std::string::npos) {
    message = http::without(message, known().in(message));
  } else if (message.find_first_of("&@") != std::string::npos) {
    message = http::without_url_secrets(message);
  }
}

}  // namespace

std::vector<Text> secrets_of(const rules::Finding& finding, const http::KnownSecrets& known) {
  std::vector<Text> all;
  for (const Exchange* exchange : finding.exchanges) {
    const Text& target = exchange->request.target_text;
    for (const std::string_view part : known.in(target.view)) {
      all.push_back(target.part(part));
    }
    add(exchange->request.fields, known, all);
    for (const Response& interim : exchange->interim) add(interim.fields, known, all);
    if (exchange->response) add(exchange->response->fields, known, all);
  }
  return all;
}

std::vector<text::Span> url_secrets(std::string_view line) {
  std::vector<text::Span> all;
  for (const std::string_view part : http::secrets_in_urls(line)) {
    const auto begin = static_cast<std::uint32_t>(part.data() - line.data());
    all.push_back({begin, begin + static_cast<std::uint32_t>(part.size())});
  }
  return all;
}

void redact(rules::Finding& finding, const Known& known) {
  const std::vector<Text> secrets = secrets_of(finding, {});
  redact_text(finding.message, secrets, known);
  for (rules::Related& related : finding.related) redact_text(related.message, secrets, known);
  for (rules::Fix& fix : finding.fixes) redact_text(fix.title, secrets, known);
}

}  // namespace wiretag::lint
