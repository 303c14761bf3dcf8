#include "server/lsp/completion.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/fields/text.h"
#include "http/secrets.h"
#include "server/lsp/comments.h"
#include "server/lsp/completion_words.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/markdown.h"
#include "server/lsp/places.h"
#include "server/lsp/tags.h"
#include "server/lsp/verdict.h"

namespace wiretag::lsp {
namespace {

using http::FieldName;
using nlohmann::json;

/// CompletionItemKind of LSP.
enum class ItemKind : std::uint8_t {
  Field = 5,
  Property = 10,
  Value = 12,
  Keyword = 14,
  Event = 23
};

/// One word to offer.
struct Item {
  std::string label;
  ItemKind kind{};
  std::string text;  ///< what is written
  std::string detail = {};
  std::string documentation = {};  ///< marked up
  char rank = '1';                 ///< lower ones come first
};

/// The head that a line belongs to.
struct Head {
  const Judged* judged = nullptr;
  Side side = Side::Both;
  std::uint32_t begin = 0;
  bool has_line = false;  ///< it starts with a request or status line
};

/// Takes the last head that starts before an offset.
class HeadFinder {
 public:
  explicit HeadFinder(std::uint32_t before) : before_(before) {}

  void look(const Judged& judged) {
    const Exchange& exchange = judged.exchange;
    const auto side = [&](Side stated) { return exchange.fragment ? Side::Both : stated; };
    take(judged, exchange.request.line, exchange.request.fields, side(Side::Request));
    for (const Response& interim : exchange.interim) {
      take(judged, interim.line, interim.fields, side(Side::Response));
    }
    if (exchange.response) {
      take(judged, exchange.response->line, exchange.response->fields, side(Side::Response));
    }
  }

  [[nodiscard]] const std::optional<Head>& found() const { return found_; }

 private:
  void take(const Judged& judged, const Text& line, const Fields& fields, Side side) {
    if (!line.placed() && fields.empty()) return;
    const Text first = line.placed() ? line : fields.lines().front().name();
    const std::uint32_t begin = first.span().begin;
    if (begin < before_) found_ = Head{&judged, side, begin, line.placed()};
  }

  std::uint32_t before_;
  std::optional<Head> found_;
};

/// The stretch of the file that is HTTP, and what the markup puts in front of its lines.
struct Stretch {
  text::Span span;
  std::string_view prefix = {};

  /// The line without its prefix.
  [[nodiscard]] text::Span inside(std::string_view text, text::Span line) const {
    const std::string_view whole = text.substr(line.begin, line.size());
    const auto same = std::mismatch(whole.begin(), whole.end(), prefix.begin(), prefix.end());
    return {line.begin + static_cast<std::uint32_t>(same.first - whole.begin()), line.end};
  }
};

/// Where the first line of a head is written.
const Origin* origin_of(const Exchange& exchange) {
  const auto origin = [](const auto& message) {
    if (message.line.placed()) return message.line.origin;
    return message.fields.empty() ? nullptr : message.fields.lines().front().name().origin;
  };
  const Origin* found = origin(exchange.request);
  return found || !exchange.response ? found : origin(*exchange.response);
}

/// Around a line; of a document for people a listing with messages. nullopt elsewhere.
std::optional<Stretch> stretch_at(const readers::Document& document, text::Span line) {
  if (document.format() == readers::Format::Http) {
    return Stretch{{0, static_cast<std::uint32_t>(document.text().size())}};
  }
  for (const Exchange* exchange : document.exchanges()) {
    const Origin* origin = origin_of(*exchange);
    if (exchange->medium != Medium::Documentation || !origin) continue;
    const text::Span span = origin->in_file(origin->text());
    if (line.begin < span.end && span.begin <= line.end) {
      return Stretch{span, origin->line_prefix()};
    }
  }
  return std::nullopt;
}

/// Behind the first line of a head, with no blank line between.
std::optional<Head> head_at(const readers::Document& document, const Traffic& traffic,
                            const Stretch& stretch, text::Span line) {
  HeadFinder finder(line.end + 1);
  for (const Judged* judged : traffic.judged()) finder.look(*judged);
  const auto& head = finder.found();
  if (!head || head->begin < stretch.span.begin) return std::nullopt;
  const text::LineIndex& lines = document.lines();
  const std::uint32_t first = lines.line_of(head->begin);
  const std::uint32_t here = lines.line_of(line.begin);
  if (head->has_line && first == here) return std::nullopt;
  for (std::uint32_t number = first + 1; number < here; ++number) {
    const text::Span above = stretch.inside(document.text(), lines.line(document.text(), number));
    if (http::trim_blanks(document.text().substr(above.begin, above.size())).empty()) {
      return std::nullopt;
    }
  }
  return head;
}

bool name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

/// Where the last member of a comma-separated list starts, blanks passed. Commas in quotes are
/// content.
std::size_t last_member(std::string_view list) {
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list[at] == '"') quoted = !quoted;
    if (list[at] == ',' && !quoted) begin = at + 1;
  }
  while (begin < list.size() && http::is_blank(list[begin])) ++begin;
  return begin;
}

/// Offers words for one position.
class Completer {
 public:
  Completer(const Session& session, OpenDocument& document, const CompletionParams& params)
      : document_(document),
        read_(document.read()),
        places_(read_, session.capabilities.units),
        markup_(session.capabilities.plain_completion),
        offset_(places_.offset(params.position)),
        line_(read_.lines().line(read_.text(), read_.lines().line_of(offset_))),
        typed_(params.typed) {
    offset_ = std::min(offset_, line_.end);
    start_ = offset_;
    end_ = offset_;
  }

  json run() {
    const Traffic& traffic = document_.analysis().traffic();
    const auto stretch = stretch_at(read_, line_);
    if (!stretch) return result();
    line_ = stretch->inside(read_.text(), line_);
    const Judged* judged = judged_at(traffic, offset_);
    if (offset_ < line_.begin || (judged && in_body(judged->exchange, offset_))) return result();
    const std::string_view line = read_.text().substr(line_.begin, line_.size());
    if (const auto comment = read_comment(line, line_.begin)) {
      if (offset_ >= comment->content.begin) in_comment(*comment);
    } else if (const auto head = head_at(read_, traffic, *stretch, line_)) {
      in_head(*head);
    }
    return result();
  }

 private:
  [[nodiscard]] std::string_view slice(std::uint32_t begin, std::uint32_t end) const {
    return read_.text().substr(begin, end - begin);
  }

  /// What is written replaces the text from `begin` to the end of the word under the cursor.
  template <typename Part>
  void replace_from(std::uint32_t begin, Part part_of_word) {
    start_ = begin;
    while (end_ < line_.end && part_of_word(read_.text()[end_])) ++end_;
  }
  [[nodiscard]] bool followed_by(char c) const {
    return end_ < line_.end && read_.text()[end_] == c;
  }

  void in_comment(const Comment& comment) {
    const std::uint32_t begin = comment.content.empty() ? offset_ : comment.content.begin;
    const std::string_view before = slice(begin, offset_);
    for (const std::string_view mark : {"wiretag-ignore-file ", "wiretag-ignore "}) {
      if (before.starts_with(mark)) return add_rules(before.substr(mark.size()));
    }
    const std::size_t colon = before.find(':');
    if (colon != before.npos) {
      std::string_view name = before.substr(0, colon);
      if (name.starts_with("@origin ")) name.remove_prefix(8);
      if (http::field_name(http::trim_blanks(name)) == FieldName::ETag) {
        add_tags(before.substr(colon + 1), false);
      }
      return;
    }
    if (before.empty() && typed_) return;
    if (before.empty() || before.front() == '@' ||
        std::string_view("wiretag-ignore").starts_with(before)) {
      add_notes(begin);
    }
  }

  void in_head(const Head& head) {
    std::uint32_t begin = line_.begin;
    while (begin < offset_ && http::is_blank(read_.text()[begin])) ++begin;
    const std::string_view before = slice(begin, offset_);
    const std::size_t colon = before.find(':');
    if (colon == before.npos) {
      if (std::all_of(before.begin(), before.end(), name_character)) add_fields(head, begin);
      return;
    }
    const std::string_view value = before.substr(colon + 1);
    own_ = head.judged;
    if (value.empty()) lead_ = " ";
    switch (http::field_name(http::trim_blanks(before.substr(0, colon)))) {
      case FieldName::CacheControl: return add_directives(value, head.side);
      case FieldName::CDNCacheControl:
      case FieldName::CloudflareCDNCacheControl:
      case FieldName::NetlifyCDNCacheControl:
      case FieldName::SurrogateControl: return add_directives(value, Side::Response);
      case FieldName::IfMatch:
      case FieldName::IfNoneMatch: add_tags(value, false); return add_star();
      case FieldName::IfRange: return add_tags(value, true);
      default: return;
    }
  }

  void add_fields(const Head& head, std::uint32_t begin) {
    replace_from(begin, name_character);
    const std::string_view tail = followed_by(':') ? "" : ": ";
    for (const FieldWord& word : field_words()) {
      if (!covers(word.side, head.side)) continue;
      const std::string_view name = http::to_string(word.name);
      add({std::string(name),
           ItemKind::Field,
           fmt::format("{}{}", name, tail),
           {},
           documented(word.text, word.spec)});
    }
  }

  void add_directives(std::string_view value, Side side) {
    const std::size_t member = last_member(value);
    const auto size = static_cast<std::uint32_t>(value.size() - member);
    if (value.substr(member).find('=') != value.npos) return;
    replace_from(offset_ - size, name_character);
    const std::string_view argument = followed_by('=') ? "" : "=";
    for (const DirectiveWord& word : directive_words()) {
      if (!covers(word.side, side)) continue;
      add({std::string(word.name), ItemKind::Property,
           fmt::format("{}{}", word.name, word.takes_seconds ? argument : ""),
           word.takes_seconds ? "seconds" : "", documented(word.text, word.spec)});
    }
  }

  void add_tags(std::string_view value, bool strong) {
    const std::size_t member = last_member(value);
    const auto size = static_cast<std::uint32_t>(value.size() - member);
    replace_from(offset_ - size, [](char c) { return c != ',' && !http::is_blank(c); });
    const Traffic& traffic = document_.analysis().traffic();
    if (!own_) own_ = judged_at(traffic, offset_);
    if (own_) {
      for (const Judged& judged : own_->resource.exchanges) {
        if (!add_tags_of(judged, strong, '0')) return;
      }
    }
    for (const Judged* judged : traffic.judged()) {
      if (own_ && &judged->resource == &own_->resource) continue;
      if (!add_tags_of(*judged, strong, '1')) return;
    }
  }

  /// False where the list is full.
  bool add_tags_of(const Judged& judged, bool strong, char rank) {
    incomplete_ = items_.size() >= kMostTags;
    if (incomplete_) return false;
    for (const TagUse& use : tag_uses(judged)) {
      if (strong && use.tag.weak) continue;
      if (touches(use.place.span(), {offset_, offset_})) continue;
      std::string tag(use.place.view);
      if (!seen_.insert(tag).second) continue;
      const std::uint32_t line = read_.lines().line_of(use.place.span().begin) + 1;
      Item item{tag, ItemKind::Value, tag, fmt::format("{} in line {}", role(use.role), line)};
      if (!judged.resource.url.empty()) {
        item.documentation = fmt::format(
            "A tag of {}.", markup_.code(http::without_url_secrets(judged.resource.url)));
      }
      item.rank = rank;
      add(std::move(item));
    }
    return true;
  }

  static std::string_view role(TagUse::Role role) {
    switch (role) {
      case TagUse::Role::Condition: return "asked for";
      case TagUse::Role::Note: return "stated";
      case TagUse::Role::Minted: return "minted";
    }
    return {};
  }

  void add_star() {
    add({"*", ItemKind::Value, "*", "any representation",
         documented("True where the server has any representation at all.",
                    {"RFC 9110", "13.1.1, 13.1.2"}),
         '2'});
  }

  void add_notes(std::uint32_t begin) {
    start_ = begin;
    for (const NoteWord& word : note_words()) {
      add({std::string(http::trim_blanks(word.text)),
           ItemKind::Keyword,
           std::string(word.text),
           {},
           markup_.text(word.explanation)});
    }
  }

  void add_rules(std::string_view list) {
    if (list.find(':') != list.npos) return;
    const std::size_t member = last_member(list);
    replace_from(offset_ - static_cast<std::uint32_t>(list.size() - member), name_character);
    std::unordered_set<const rules::Rule*> found;
    for (const rules::Finding& finding : document_.analysis().findings()) {
      found.insert(finding.rule);
    }
    for (const rules::Rule* rule : rules::all_rules()) {
      const rules::RuleInfo& info = rule->info;
      if (info.kind == rules::Kind::Lens) continue;
      add({std::string(info.id),
           ItemKind::Event,
           std::string(info.id),
           {},
           fmt::format("{}\n\n{}", markup_.text(info.summary),
                       markup_.link("What it is about", rule_link(*rule))),
           found.count(rule) > 0 ? '0' : '1'});
    }
  }

  [[nodiscard]] std::string documented(std::string_view text, const rules::Spec& spec) const {
    std::string out(text);
    for (const SpecLink& link : spec_links(spec.document, spec.section)) {
      out += fmt::format("\n\n{}", markup_.link(link.label, link.url));
    }
    return out;
  }

  void add(Item item) { items_.push_back(std::move(item)); }

  [[nodiscard]] json result() const {
    const json range = to_json(places_.range({start_, end_}));
    json items = json::array();
    for (const Item& item : items_) {
      json one{{"label", item.label},
               {"kind", static_cast<int>(item.kind)},
               {"textEdit", {{"range", range}, {"newText", fmt::format("{}{}", lead_, item.text)}}},
               {"sortText", fmt::format("{}{}", item.rank, item.label)},
               {"filterText", item.label}};
      if (!item.detail.empty()) one["detail"] = item.detail;
      if (!item.documentation.empty()) {
        one["documentation"] = {{"kind", markup_.plain() ? "plaintext" : "markdown"},
                                {"value", item.documentation}};
      }
      items.push_back(std::move(one));
    }
    return {{"isIncomplete", incomplete_}, {"items", std::move(items)}};
  }

  /// Of one list; a file may hold any number of tags.
  static constexpr std::size_t kMostTags = 200;

  OpenDocument& document_;
  const readers::Document& read_;
  Places places_;
  Markup markup_;
  std::uint32_t offset_;
  text::Span line_;
  bool typed_;
  std::uint32_t start_ = 0;  ///< what is replaced
  std::uint32_t end_ = 0;
  std::string_view lead_;        ///< what is written in front of each item
  const Judged* own_ = nullptr;  ///< the exchange that is written in
  std::vector<Item> items_;
  std::unordered_set<std::string> seen_;
  bool incomplete_ = false;
};

}  // namespace

json completion(Session& session, const CompletionParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return {{"isIncomplete", false}, {"items", json::array()}};
  json list = Completer(session, *document, params).run();
  if (session.capabilities.resolves_documentation && list.is_object()) {
    session.lazy.completions.strip(list["items"], {"documentation"}, document->uri(),
                                   document->revision());
  }
  return list;
}

}  // namespace wiretag::lsp
