#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "documents/logs/log_format.h"

namespace wiretag::logs {

using FormatResult = tl::expected<LogFormat, FormatError>;

/// A variable of a format string.
struct Variable {
  Meaning meaning = Meaning::Ignore;
  /// Of several columns with one meaning the highest counts, then the first.
  int rank = 0;
  bool blanks = false;  ///< the value may hold blanks where nothing encloses it
};

/// The meaning of a request or response field by its name, letters compared without case.
[[nodiscard]] Variable request_field(std::string_view name);
[[nodiscard]] Variable response_field(std::string_view name);

/// Puts a template together from the left to the right.
class TemplateBuilder {
 public:
  void literal(std::string_view text) { pending_ += text; }
  /// `at` is where the variable stands in the format text.
  void column(const Variable& variable, std::string_view name, std::size_t at);
  /// What follows may be missing from a line, with the blank in front of it: the column before
  /// takes it in.
  void optional_column();
  /// A port or a fraction behind the column before: both are one column.
  void take_in(std::string_view mark);
  [[nodiscard]] bool has_columns() const { return !pieces_.empty(); }

  [[nodiscard]] FormatResult finish(LogFormat format) const;

 private:
  struct Piece {
    Variable variable;
    std::string before;
    std::string name;
    std::size_t at = 0;
  };

  static bool join(Piece& left, const Piece& right);

  std::vector<Piece> pieces_;
  std::string pending_;
};

/// Leaves of columns with the same meaning the best one; `ranks[i]` is of `columns[i]`.
void resolve_duplicates(std::vector<Column>& columns, const std::vector<int>& ranks);

/// A format without a status, or without a URL, tells nothing.
[[nodiscard]] std::optional<std::string> missing_column(const LogFormat& format);

// The syntaxes, one file each. They take the string itself, without the directive around it.
[[nodiscard]] FormatResult parse_nginx(std::string_view text);
[[nodiscard]] FormatResult parse_apache(std::string_view text);
[[nodiscard]] FormatResult parse_haproxy(std::string_view text);
[[nodiscard]] FormatResult parse_envoy(std::string_view text);
[[nodiscard]] FormatResult parse_squid(std::string_view text);
[[nodiscard]] FormatResult parse_w3c(std::string_view fields);
[[nodiscard]] FormatResult parse_json_format(std::string_view text);

// One variable with nothing around it, as a JSON value holds it; Ignore for anything else.
[[nodiscard]] Variable nginx_variable(std::string_view name);
[[nodiscard]] Variable apache_variable(std::string_view argument, std::string_view letters);
[[nodiscard]] Variable envoy_variable(std::string_view command);

/// Built-in formats of JSON lines, and the guess from the keys of some lines.
[[nodiscard]] std::vector<LogFormat> json_formats();
[[nodiscard]] std::optional<LogFormat> guess_json(const std::vector<std::string_view>& lines);
[[nodiscard]] std::optional<LogFormat> guess_labels(const std::vector<std::string_view>& lines);

}  // namespace wiretag::logs
