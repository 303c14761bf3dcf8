#include "server/lsp/semantic_tokens.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "http/fields/cache_control.h"
#include "http/fields/text.h"
#include "server/lsp/comments.h"
#include "server/lsp/places.h"
#include "server/lsp/tags.h"

namespace wiretag::lsp {
namespace {

using http::FieldName;
using nlohmann::json;

/// In the order of the legend.
enum class Type : std::uint8_t {
  Method,
  Target,
  Version,
  Status,
  FieldName,
  Tag,
  Directive,
  Note,
  Comment,
};

struct Token {
  text::Span span;
  Type type{};
  bool definition = false;
};

bool holds_directives(FieldName name) {
  switch (name) {
    case FieldName::CacheControl:
    case FieldName::CDNCacheControl:
    case FieldName::CloudflareCDNCacheControl:
    case FieldName::NetlifyCDNCacheControl:
    case FieldName::SurrogateControl: return true;
    default: return false;
  }
}

class Tokens {
 public:
  void exchange(const Judged& judged) {
    const Exchange& exchange = judged.exchange;
    add(exchange.request.method_text, Type::Method);
    add(exchange.request.target_text, Type::Target);
    add(exchange.request.version, Type::Version);
    fields(exchange.request.fields);
    for (const Response& interim : exchange.interim) response(interim);
    if (exchange.response) response(*exchange.response);
    for (const TagUse& use : tag_uses(judged)) {
      const bool definition = use.role == TagUse::Role::Minted;
      all_.push_back({use.place.span(), Type::Tag, definition});
    }
  }

  /// The word that makes a comment a note; the rest is filled in by `take`.
  void comment(const Comment& comment, std::string_view text) {
    comments_.push_back(comment.span);
    const text::Span content = comment.content;
    const std::string_view said = text.substr(content.begin, content.size());
    if (!said.starts_with('@') && !said.starts_with("wiretag-ignore")) return;
    const auto word = static_cast<std::uint32_t>(std::min(said.find_first_of(" \t:"), said.size()));
    all_.push_back({{content.begin, content.begin + word}, Type::Note});
  }

  /// In order; none overlaps another.
  [[nodiscard]] std::vector<Token> take() {
    std::sort(all_.begin(), all_.end(),
              [](const Token& a, const Token& b) { return a.span.begin < b.span.begin; });
    std::vector<Token> out;
    auto comment = comments_.begin();
    std::uint32_t end = 0;
    const auto fill_comment_until = [&](std::uint32_t begin) {
      for (; comment != comments_.end() && comment->begin < begin; ++comment) {
        const std::uint32_t from = std::max(comment->begin, end);
        const std::uint32_t to = std::min(comment->end, begin);
        if (from < to) out.push_back({{from, to}, Type::Comment});
        if (comment->end > begin) break;
      }
    };
    for (const Token& token : all_) {
      if (token.span.empty() || token.span.begin < end) continue;
      fill_comment_until(token.span.begin);
      out.push_back(token);
      end = token.span.end;
    }
    fill_comment_until(UINT32_MAX);
    return out;
  }

 private:
  void add(const Text& text, Type type) {
    if (text.placed()) all_.push_back({text.span(), type});
  }

  void response(const Response& response) {
    add(response.version, Type::Version);
    add(response.status_text, Type::Status);
    fields(response.fields);
  }

  void fields(const Fields& fields) {
    for (const Field& field : fields.lines()) {
      add(field.name(), Type::FieldName);
      if (!holds_directives(field.id())) continue;
      const Text value = field.value();
      for (const http::Directive& directive : http::parse_cache_control({value.view}).directives) {
        add(value.part(directive.name), Type::Directive);
      }
    }
  }

  std::vector<Token> all_;
  std::vector<text::Span> comments_;
};

/// Five numbers a token, each place relative to the one before.
json encoded(const std::vector<Token>& tokens, text::Span asked, const Places& places) {
  json data = json::array();
  text::Position last;
  for (const Token& token : tokens) {
    if (!touches(token.span, asked)) continue;
    const Range range = places.range(token.span);
    if (range.start.line != range.end.line) continue;
    const bool same_line = range.start.line == last.line;
    data.push_back(range.start.line - last.line);
    data.push_back(range.start.column - (same_line ? last.column : 0));
    data.push_back(range.end.column - range.start.column);
    data.push_back(static_cast<int>(token.type));
    data.push_back(token.definition ? 1 : 0);
    last = range.start;
  }
  return {{"data", std::move(data)}};
}

std::vector<Token> tokens_in(OpenDocument& document, text::Span asked) {
  Tokens tokens;
  // A HAR is coloured as the JSON that it is.
  if (document.read().format() == readers::Format::Har) return tokens.take();
  for (const Judged* judged : document.analysis().traffic().judged()) {
    if (touches(extent(judged->exchange), asked)) tokens.exchange(*judged);
  }
  for (const Comment& comment : comments(document.read())) {
    if (touches(comment.span, asked)) tokens.comment(comment, document.read().text());
  }
  return tokens.take();
}

json answer(Session& session, OpenDocument& document, text::Span asked) {
  return encoded(tokens_in(document, asked), asked,
                 Places(document.read(), session.capabilities.units));
}

json nothing() { return {{"data", json::array()}}; }

}  // namespace

json semantic_legend() {
  return {{"tokenTypes",
           {"keyword", "string", "type", "number", "property", "variable", "enumMember",
            "decorator", "comment"}},
          {"tokenModifiers", {"definition"}}};
}

json semantic_tokens(Session& session, const DocumentParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return nothing();
  return answer(session, *document,
                {0, static_cast<std::uint32_t>(document->read().text().size())});
}

json semantic_tokens_in(Session& session, const RangeParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return nothing();
  const Places places(document->read(), session.capabilities.units);
  return answer(session, *document, places.span(params.range));
}

}  // namespace wiretag::lsp
