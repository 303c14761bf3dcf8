#include "documents/readers/log_cut.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "documents/syntax/cursor.h"
#include "grammars/accesslog/accesslog.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using Cut = logs::LineReader::Cut;
using logs::LogFormat;

enum class Kind : std::uint8_t {
  Other,
  Line,
  Bare,
  Quoted,
  Bracketed,
  Braced,
  Object,
  Array,
  Pair,
  Key,
  String,
  Scalar,
};

constexpr std::array<std::pair<std::string_view, Kind>, 12> kKinds = {{
    {"line", Kind::Line},
    {"bare", Kind::Bare},
    {"quoted", Kind::Quoted},
    {"bracketed", Kind::Bracketed},
    {"braced", Kind::Braced},
    {"object", Kind::Object},
    {"array", Kind::Array},
    {"pair", Kind::Pair},
    {"key", Kind::Key},
    {"string", Kind::String},
    {"number", Kind::Scalar},
    {"literal", Kind::Scalar},
}};

/// Below this, values of JSON are of no column.
constexpr int kJsonDepth = 16;

char closing(Kind kind) {
  switch (kind) {
    case Kind::Quoted: return '"';
    case Kind::Bracketed: return ']';
    case Kind::Braced: return '}';
    default: return '\0';
  }
}

/// One field of a line, or one value of its pairs.
struct Field {
  Kind kind = Kind::Other;
  text::Span span;
  std::string key;  ///< of a pair: the keys from the top in small letters, joined by `.`

  /// Has its closing quote, bracket or brace.
  [[nodiscard]] bool closed(std::string_view line) const {
    return span.size() > 1 && closing(kind) != '\0' && line[span.end - 1] == closing(kind);
  }
};

/// Collects the fields of the one line of a tree.
class FieldCollector {
 public:
  FieldCollector(const syntax::Tree& tree, std::string_view line) : line_(line), cursor_(tree) {
    if (!cursor_.first_child() || kind() != Kind::Line) return;
    cursor_.each_child([&] { read_field(); });
  }

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  [[nodiscard]] Kind kind() const {
    static const std::vector<Kind> kKindsBySymbol =
        syntax::kinds_by_symbol(tree_sitter_accesslog(), kKinds, Kind::Other);
    const std::uint16_t symbol = cursor_.symbol();
    return symbol < kKindsBySymbol.size() ? kKindsBySymbol[symbol] : Kind::Other;
  }

  void read_field() {
    if (kind() == Kind::Pair) return read_pair(0);
    if (kind() == Kind::Object) return read_value(0);
    fields_.push_back({kind(), cursor_.span(), {}});
  }

  void read_pair(int depth) {
    const std::size_t size = path_.size();
    bool has_value = false;
    text::Span span;
    cursor_.each_child([&] {
      if (kind() != Kind::Key) {
        has_value = true;
        return read_value(depth + 1);
      }
      span = cursor_.span();
      std::string_view key = line_.substr(span.begin, span.size());
      if (key.starts_with('"')) key = key.substr(1, key.size() - (key.ends_with('"') ? 2 : 1));
      if (size > 0) path_ += '.';
      path_ += http::lowered(key);
    });
    // Behind a label with its colon nothing is a value, too.
    if (depth == 0 && !has_value && line_.substr(span.end).starts_with(':'))
      fields_.push_back({Kind::Bare, {span.end + 1, span.end + 1}, path_});
    path_.resize(size);
  }

  void read_value(int depth) {
    if (kind() == Kind::Object && depth < kJsonDepth) {
      cursor_.each_child([&] {
        if (kind() == Kind::Pair) read_pair(depth);
      });
    } else if (kind() == Kind::Array && depth < kJsonDepth) {
      // The first value stands for all.
      if (!cursor_.first_child()) return;
      read_value(depth + 1);
      cursor_.parent();
    } else if (kind() == Kind::String) {
      const text::Span span = cursor_.span();
      fields_.push_back({Kind::String, {span.begin + 1, span.end - 1}, path_});
    } else if (kind() == Kind::Scalar || kind() == Kind::Bare) {
      fields_.push_back({kind(), cursor_.span(), path_});
    }
  }

  std::string_view line_;
  syntax::Cursor cursor_;
  std::vector<Field> fields_;
  std::string path_;
};

/// Where `literal` ends that stands at `at`, or npos. A blank stands for one or more.
std::size_t behind(std::string_view line, std::size_t at, std::string_view literal) {
  for (const char c : literal) {
    if (at >= line.size()) return std::string_view::npos;
    if (c == ' ') {
      if (!http::is_blank(line[at])) return std::string_view::npos;
      at = std::min(line.find_first_not_of(" \t", at), line.size());
    } else if (line[at++] != c) {
      return std::string_view::npos;
    }
  }
  return at;
}

/// Lays the texts between the columns of a template over the fields of a line.
class TemplateMatch {
 public:
  TemplateMatch(std::string_view line, const std::vector<Field>& fields, const LogFormat& format)
      : line_(line), fields_(fields), format_(format) {}

  [[nodiscard]] std::vector<Cut> run() const {
    if (format_.columns.empty()) return {};
    std::vector<Cut> cuts;
    std::size_t at = behind(line_, 0, format_.columns.front().before);
    for (std::size_t i = 0; i < format_.columns.size(); ++i) {
      if (at == std::string_view::npos) return {};
      const logs::Column& column = format_.columns[i];
      if (column.enclosure == logs::Enclosure::None) {
        at = std::min(line_.find_first_not_of(' ', at), line_.size());
      }
      const std::size_t end = end_of(i, at);
      if (end == std::string_view::npos) return {};
      cuts.push_back({i, line_.substr(at, end - at)});
      at = behind_column(i, end);
    }
    return at == std::string_view::npos ? std::vector<Cut>() : cuts;
  }

 private:
  using FieldAt = std::vector<Field>::const_iterator;

  [[nodiscard]] bool last(std::size_t column) const { return column + 1 == format_.columns.size(); }
  [[nodiscard]] std::string_view text_behind(std::size_t column) const {
    return last(column) ? std::string_view(format_.after)
                        : std::string_view(format_.columns[column + 1].before);
  }
  /// Where the line goes on if the value of a column ends at `end`.
  [[nodiscard]] std::size_t behind_column(std::size_t column, std::size_t end) const {
    const std::size_t next = behind(line_, end, text_behind(column));
    if (!last(column) || next == std::string_view::npos || next == line_.size()) return next;
    return format_.open_end && http::is_blank(line_[next]) ? next : std::string_view::npos;
  }
  [[nodiscard]] bool fits(std::size_t column, std::size_t end) const {
    return behind_column(column, end) != std::string_view::npos;
  }

  /// A list of upstreams goes on behind this field: `a:80, b:80 : c:80`.
  [[nodiscard]] bool list_goes_on(FieldAt first, FieldAt field) const {
    const auto text = [&](const Field& f) { return line_.substr(f.span.begin, f.span.size()); };
    if (text(*field).ends_with(',')) return true;
    if (std::next(field) != fields_.end() && text(*std::next(field)) == ":") return true;
    return field != first && text(*field) == ":";
  }

  /// Where the value of a column ends that starts at `at`.
  [[nodiscard]] std::size_t end_of(std::size_t column, std::size_t at) const {
    const auto field = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& f) { return at < f.span.end; });
    if (field == fields_.end() || at < field->span.begin) return at;  // nothing stands there
    const std::string_view text = text_behind(column);
    const bool inside = at > field->span.begin && field->kind != Kind::Bare;
    if (inside && field->closed(line_) && text.starts_with(closing(field->kind)))
      return field->span.end - 1;
    if (inside || (!text.empty() && !http::is_blank(text.front()))) {
      for (std::size_t end = at; end < field->span.end; ++end) {
        if (fits(column, end)) return end;
      }
      if (inside) return std::string_view::npos;
    }
    return end_between_fields(column, field);
  }

  /// The end of the first field that lets the line go on: a value that nothing encloses may hold
  /// blanks.
  [[nodiscard]] std::size_t end_between_fields(std::size_t column, FieldAt first) const {
    const logs::Column& what = format_.columns[column];
    const bool is_list = what.blanks && what.meaning == logs::Meaning::Node;
    if (last(column) && format_.after.empty() && what.blanks) return line_.size();
    for (auto field = first; field != fields_.end(); ++field) {
      if (is_list && list_goes_on(first, field)) continue;
      if (fits(column, field->span.end)) return field->span.end;
    }
    return std::string_view::npos;
  }

  std::string_view line_;
  const std::vector<Field>& fields_;
  const LogFormat& format_;
};

std::string_view content(std::string_view line, const Field& field) {
  const std::string_view text = line.substr(field.span.begin, field.span.size());
  return field.kind == Kind::Quoted && field.closed(line) ? text.substr(1, text.size() - 2) : text;
}

std::vector<Cut> match_in_order(std::string_view line, const std::vector<Field>& fields,
                                const LogFormat& format) {
  const bool tabs = line.find('\t') != std::string_view::npos;
  std::vector<Cut> cuts;
  // Nothing between two TABs is an empty column.
  const auto pass_gap = [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; tabs && at < end; ++at) {
      if (line[at] == '\t' && (at == 0 || line[at - 1] == '\t'))
        cuts.push_back({cuts.size(), line.substr(at, 0)});
    }
  };
  std::size_t at = 0;
  for (const Field& field : fields) {
    pass_gap(at, field.span.begin);
    cuts.push_back({cuts.size(), content(line, field)});
    at = field.span.end;
  }
  pass_gap(at, line.size());
  if (tabs && line.ends_with('\t')) cuts.push_back({cuts.size(), line.substr(line.size())});
  const std::size_t columns = format.columns.size();
  if (cuts.size() < columns) return {};
  if (cuts.size() > columns && !format.open_end &&
      line.find_first_not_of(" \t",
                             static_cast<std::size_t>(cuts[columns].text.data() - line.data())) !=
          std::string_view::npos)
    return {};
  cuts.resize(columns);
  return cuts;
}

std::vector<Cut> match_by_key(std::string_view line, const std::vector<Field>& fields,
                              const LogFormat& format) {
  std::vector<std::string> names;
  for (const logs::Column& column : format.columns) names.push_back(http::lowered(column.name));
  std::vector<Cut> cuts;
  for (const Field& field : fields) {
    const auto name = std::find(names.begin(), names.end(), field.key);
    if (field.key.empty() || name == names.end()) continue;
    const std::string_view text = line.substr(field.span.begin, field.span.size());
    cuts.push_back({static_cast<std::size_t>(name - names.begin()),
                    text == "null" ? text.substr(0, 0) : text});
  }
  return cuts;
}

}  // namespace

GrammarCut::GrammarCut() : parser_(tree_sitter_accesslog()) {}

std::vector<Cut> GrammarCut::cut(std::string_view line, const LogFormat& format) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  line = logs::without_prefix(line, format.prefix);
  const syntax::Tree tree = parser_.parse(line);
  const FieldCollector collector(tree, line);
  switch (format.shape) {
    case logs::Shape::Template: return TemplateMatch(line, collector.fields(), format).run();
    case logs::Shape::Fields: return match_in_order(line, collector.fields(), format);
    case logs::Shape::Labels:
    case logs::Shape::Json: return match_by_key(line, collector.fields(), format);
  }
  return {};
}

}  // namespace wiretag::readers
