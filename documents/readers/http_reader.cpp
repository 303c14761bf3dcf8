#include "documents/readers/http_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>

#include "documents/readers/commented_response.h"
#include "documents/readers/notes.h"
#include "documents/readers/suppressions.h"
#include "documents/readers/text_lines.h"
#include "documents/syntax/cursor.h"
#include "grammars/http/http.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

enum class Kind : std::uint8_t {
  Other,
  Separator,
  Title,
  Comment,
  Directive,
  Request,
  RequestLine,
  Method,
  Target,
  TargetContinuation,
  Version,
  Response,
  StatusLine,
  StatusCode,
  Reason,
  Field,
  FieldName,
  FieldValue,
  MalformedField,
  Elision,
  Body,
  FileBody,
  BareFields,
  UnknownText,
};

constexpr std::array<std::pair<std::string_view, Kind>, 23> kKinds = {{
    {"separator", Kind::Separator},
    {"title", Kind::Title},
    {"comment", Kind::Comment},
    {"directive", Kind::Directive},
    {"request", Kind::Request},
    {"request_line", Kind::RequestLine},
    {"method", Kind::Method},
    {"target", Kind::Target},
    {"target_continuation", Kind::TargetContinuation},
    {"http_version", Kind::Version},
    {"response", Kind::Response},
    {"status_line", Kind::StatusLine},
    {"status_code", Kind::StatusCode},
    {"reason", Kind::Reason},
    {"field", Kind::Field},
    {"field_name", Kind::FieldName},
    {"field_value", Kind::FieldValue},
    {"malformed_field", Kind::MalformedField},
    {"elision", Kind::Elision},
    {"body", Kind::Body},
    {"file_body", Kind::FileBody},
    {"fields", Kind::BareFields},
    {"text", Kind::UnknownText},
}};

std::string_view trimmed(std::string_view s) {
  return http::trim_blanks(s.substr(0, s.find_last_not_of(" \t\r\n") + 1));
}

/// A line that stands for others: `...`, `…`, a template, a spread.
bool placeholder_line(std::string_view line) {
  line = trimmed(line);
  return line.starts_with("...") || line.starts_with("\xE2\x80\xA6") || line.starts_with("[") ||
         line.find("{{") != std::string_view::npos;
}

bool elided(std::string_view body) {
  body = trimmed(body);
  return body.ends_with("...") || body.ends_with("\xE2\x80\xA6") ||
         body.find("\n...") != std::string_view::npos || body == "[...]";
}

bool request_field(http::FieldName id) {
  using http::FieldName;
  switch (id) {
    case FieldName::IfMatch:
    case FieldName::IfNoneMatch:
    case FieldName::IfModifiedSince:
    case FieldName::IfUnmodifiedSince:
    case FieldName::IfRange:
    case FieldName::Range:
    case FieldName::Host:
    case FieldName::UserAgent:
    case FieldName::Authorization:
    case FieldName::Cookie:
    case FieldName::Accept:
    case FieldName::AcceptEncoding:
    case FieldName::AcceptLanguage: return true;
    default: return false;
  }
}

http::Method method_of(std::string_view name) {
  // Tools that send `.http` files take the standard methods in any letter case.
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  });
  return http::method(upper);
}

/// What `# @recorded` and `# @world` say of a converted exchange.
void state_origin(Exchange& exchange) {
  const std::string_view world = exchange.notes.world.view;
  std::from_chars(world.data(), world.data() + world.size(), exchange.world);
  const Text& note = exchange.notes.recorded;
  const std::size_t blank_at = std::min(note.view.find(' '), note.view.size());
  const std::string_view medium = note.view.substr(0, blank_at);
  if (medium == "har") exchange.medium = Medium::Har;
  if (medium == "transcript") exchange.medium = Medium::Transcript;
  if (medium == "documentation") exchange.medium = Medium::Documentation;
  exchange.peer = note.part(trimmed(note.view.substr(blank_at)));
}

class HttpReader {
 public:
  HttpReader(const syntax::Tree& tree, const Origin& origin)
      : kinds_(symbols()), origin_(origin), cursor_(tree) {}

  HttpContent read() {
    cursor_.each_child([&] { item(); });
    end_of_block();
    content_.exchanges.shrink_to_fit();
    for (Exchange& exchange : content_.exchanges) state_origin(exchange);
    aim_suppressions();
    return std::move(content_);
  }

 private:
  static const std::vector<Kind>& symbols() {
    static const std::vector<Kind> kinds =
        syntax::kinds_by_symbol(tree_sitter_http(), kKinds, Kind::Other);
    return kinds;
  }

  [[nodiscard]] Kind kind() const { return kinds_[cursor_.symbol()]; }

  /// The node without blanks and line ends around it.
  [[nodiscard]] Text here_trimmed() const {
    const text::Span span = cursor_.span();
    return {trimmed(origin_.text().substr(span.begin, span.size())), &origin_};
  }

  void item() {
    switch (kind()) {
      case Kind::Separator:
        end_of_block();
        separator();
        break;
      case Kind::Comment:
      case Kind::Directive: comment(); break;
      case Kind::Request: request(); break;
      case Kind::Response: response(); break;
      case Kind::BareFields: bare_fields(); break;
      case Kind::UnknownText: unknown_text(); break;
      default: break;
    }
  }

  void separator() {
    cursor_.each_child([&] {
      if (kind() == Kind::Title) heading_ = here_trimmed();
    });
  }

  void comment() {
    const Text text = here_trimmed();
    if (auto suppression = read_suppression(text)) {
      content_.suppressions.push_back(*std::move(suppression));
    }
    const bool touches = !comments_.empty() && adjacent(comments_.back().lines.back(), text);
    if (!touches) comments_.emplace_back();
    comments_.back().lines.push_back(text);
  }

  /// A suppression above a request line is for its whole exchange.
  void aim_suppressions() {
    std::unordered_map<const char*, const Exchange*> by_line;
    if (content_.suppressions.empty()) return;
    for (const Exchange& exchange : content_.exchanges) {
      if (exchange.request.stated()) by_line[exchange.request.line.view.data()] = &exchange;
    }
    for (Suppression& suppression : content_.suppressions) {
      const auto it = by_line.find(suppression.target.view.data());
      if (suppression.scope != Suppression::Scope::Line || it == by_line.end()) continue;
      suppression.scope = Suppression::Scope::Exchange;
      suppression.exchange = it->second;
    }
  }

  /// `below` starts on the line right after `above`.
  [[nodiscard]] bool adjacent(const Text& above, const Text& below) const {
    const char* from = above.view.data() + above.view.size();
    const std::string_view between(from, static_cast<std::size_t>(below.view.data() - from));
    const auto feeds = std::count(between.begin(), between.end(), '\n');
    if (feeds > 0) return feeds == 1;
    return std::count(between.begin(), between.end(), '\r') == 1;
  }

  Exchange* last_in_block() {
    return content_.exchanges.size() > block_begin_ ? &content_.exchanges.back() : nullptr;
  }

  /// Gives the comments in front of a request to it, if they touch it or none is above, or else to
  /// the one above.
  void settle_comments(const Text& request, Exchange& next) {
    for (CommentBlock& block : comments_) {
      block.above_request = &block == &comments_.back() && adjacent(block.lines.back(), request);
      Exchange* above = last_in_block();
      read_notes(block, block.above_request || !above ? next.notes : above->notes);
      if (awaits_response_ && !commented_) commented_ = read_commented_response(block);
    }
    comments_.clear();
    settle_commented();
  }

  /// Gives the comments read so far to the last exchange of the block.
  void settle_comments() {
    if (Exchange* above = last_in_block()) {
      for (const CommentBlock& block : comments_) {
        read_notes(block, above->notes);
        if (awaits_response_ && !commented_) commented_ = read_commented_response(block);
      }
    }
    comments_.clear();
  }

  /// A response in comments is that of the request above, if no other follows.
  void settle_commented() {
    if (commented_ && awaits_response_) {
      content_.exchanges.back().response = std::move(commented_);
      awaits_response_ = false;
    }
    commented_.reset();
  }

  void end_of_block() {
    settle_comments();
    settle_commented();
    heading_ = {};
    block_begin_ = content_.exchanges.size();
    awaits_response_ = false;
  }

  void request() {
    Exchange exchange;
    exchange.heading = std::exchange(heading_, {});
    const Text whole = here_trimmed();
    settle_comments(whole, exchange);
    cursor_.each_child([&] {
      switch (kind()) {
        case Kind::RequestLine: request_line(exchange.request); break;
        case Kind::Body: body(exchange.request.fields, exchange.request.body); break;
        default: head_line(exchange.request.fields); break;
      }
    });
    content_.exchanges.push_back(std::move(exchange));
    awaits_response_ = true;
    // Comments between fields speak of this exchange.
    settle_comments();
  }

  void request_line(Request& request) {
    request.line = here_trimmed();
    cursor_.each_child([&] {
      switch (kind()) {
        case Kind::Method:
          request.method_text = here_trimmed();
          request.method = method_of(request.method_text.view);
          break;
        case Kind::Target:
          request.target_text = here_trimmed();
          request.target = request.target_text.view;
          break;
        case Kind::TargetContinuation: request.target += here_trimmed().view; break;
        case Kind::Version: request.version = here_trimmed(); break;
        default: break;
      }
    });
  }

  void response() {
    Response response;
    cursor_.each_child([&] {
      switch (kind()) {
        case Kind::StatusLine: status_line(response); break;
        case Kind::Body: body(response.fields, response.body); break;
        default: head_line(response.fields); break;
      }
    });
    response.etag = read_etag(response.fields);
    answer(std::move(response));
    settle_comments();
  }

  void status_line(Response& response) {
    response.line = here_trimmed();
    cursor_.each_child([&] {
      switch (kind()) {
        case Kind::Version: response.version = here_trimmed(); break;
        case Kind::StatusCode:
          response.status_text = here_trimmed();
          for (const char c : response.status_text.view) {
            response.status = response.status * 10 + (c - '0');
          }
          break;
        case Kind::Reason: response.reason = here_trimmed(); break;
        default: break;
      }
    });
  }

  void answer(Response response) {
    if (awaits_response_) {
      Exchange& exchange = content_.exchanges.back();
      settle_comments();
      commented_.reset();
      if (response.status >= 100 && response.status < 200 && response.status != 101) {
        exchange.interim.push_back(std::move(response));
        return;
      }
      exchange.response = std::move(response);
      awaits_response_ = false;
      return;
    }
    Exchange exchange;
    exchange.heading = std::exchange(heading_, {});
    exchange.request.method = http::Method::Other;
    exchange.response = std::move(response);
    content_.exchanges.push_back(std::move(exchange));
  }

  void bare_fields() {
    Fields fields;
    cursor_.each_child([&] { head_line(fields); });
    if (fields.empty()) return;
    Exchange exchange;
    exchange.heading = std::exchange(heading_, {});
    exchange.fragment = true;
    exchange.request.method = http::Method::Other;
    const bool of_request =
        std::any_of(fields.lines().begin(), fields.lines().end(),
                    [](const Field& field) { return request_field(field.id()); });
    if (of_request) {
      exchange.request.fields = std::move(fields);
    } else {
      exchange.response.emplace();
      exchange.response->etag = read_etag(fields);
      exchange.response->fields = std::move(fields);
    }
    content_.exchanges.push_back(std::move(exchange));
    awaits_response_ = false;
  }

  void head_line(Fields& fields) {
    switch (kind()) {
      case Kind::Field: field(fields); break;
      case Kind::Comment:
      case Kind::Directive: comment(); break;
      case Kind::MalformedField: malformed_field(fields); break;
      case Kind::Elision: fields.mark_elided(); break;
      default: break;
    }
  }

  void field(Fields& fields) {
    const text::Span span = cursor_.span();
    const std::string_view text = origin_.text();
    const std::string_view lines = whole_lines(text, text.substr(span.begin, span.size()));
    Text name;
    Text value;
    cursor_.each_child([&] {
      if (kind() == Kind::FieldName) name = here_trimmed();
      if (kind() == Kind::FieldValue) value = here_trimmed();
    });
    if (!name.placed()) return;
    if (!value.placed()) {
      const std::string_view line = trimmed(lines);
      value = {line.substr(line.size()), &origin_};
    }
    fields.add(Field(&origin_, lines, name.view, value.view));
  }

  void malformed_field(Fields& fields) {
    const Text line = here_trimmed();
    if (placeholder_line(line.view)) return fields.mark_elided();
    problem(line, "a field line needs a colon after its name");
  }

  /// A text cannot show coded content, so what it shows is decoded.
  void body(const Fields& fields, Body& body) {
    body.text = here_trimmed();
    body.elided = elided(body.text.view);
    body.decoded = fields.has(http::FieldName::ContentEncoding);
  }

  void unknown_text() {
    const Text text = here_trimmed();
    if (placeholder_line(text.view)) return;
    problem(text, "a request line, a status line, a field, a comment or ### is expected here");
  }

  /// Lines below one another that are not understood are one problem.
  void problem(Text place, std::string_view expected) {
    if (!content_.problems.empty()) {
      Problem& last = content_.problems.back();
      if (last.expected == expected && adjacent(last.place, place)) {
        last.place = last.place.through(place);
        return;
      }
    }
    content_.problems.push_back({place, expected, Problem::Kind::NotUnderstood});
  }

  const std::vector<Kind>& kinds_;
  const Origin& origin_;
  syntax::Cursor cursor_;
  HttpContent content_;
  Text heading_;
  std::vector<CommentBlock> comments_;
  std::size_t block_begin_ = 0;
  bool awaits_response_ = false;
  std::optional<Response> commented_;  ///< for the last exchange, until a real one follows
};

}  // namespace

HttpContent read_http(const syntax::Tree& tree, const Origin& origin) {
  return HttpReader(tree, origin).read();
}

void read_http(Part& part) { read_http(part, part.text.size()); }

void read_http(Part& part, std::size_t size) {
  thread_local syntax::Parser parser(tree_sitter_http());
  const std::string_view text = std::string_view(part.text).substr(0, size);
  part.content = read_http(parser.parse(text, nullptr), part.origin);
}

}  // namespace wiretag::readers
