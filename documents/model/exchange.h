#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/origin.h"
#include "http/fields/entity_tag.h"
#include "http/fields/field_name.h"
#include "http/method.h"

namespace wiretag {

/// One field line (RFC 9110 5), folded lines included. Kept as offsets: files hold a lot of these.
class Field {
 public:
  Field(const Origin* origin, std::string_view line, std::string_view name, std::string_view value);

  [[nodiscard]] http::FieldName id() const { return id_; }
  [[nodiscard]] Text name() const { return at(name_); }
  /// Without blanks at both ends; an obsolete fold stays in it as written.
  [[nodiscard]] Text value() const { return at(value_); }
  /// The whole line with its line end: what a fix removes.
  [[nodiscard]] Text line() const { return at(line_); }

 private:
  [[nodiscard]] Text at(text::Span span) const {
    return {origin_->text().substr(span.begin, span.size()), origin_};
  }

  const Origin* origin_;
  text::Span line_;
  text::Span name_;
  text::Span value_;
  http::FieldName id_;
};

/// The field lines of one message in order. Repeated lines of a list field are one value (RFC
/// 9110 5.2).
class Fields {
 public:
  void add(Field field) { lines_.push_back(field); }

  [[nodiscard]] const std::vector<Field>& lines() const { return lines_; }
  [[nodiscard]] bool empty() const { return lines_.empty(); }
  /// The author left lines out: a `...` stands among them.
  [[nodiscard]] bool elided() const { return elided_; }
  void mark_elided() { elided_ = true; }
  [[nodiscard]] const Field* find(http::FieldName id) const;
  /// By any name, without regard to case.
  [[nodiscard]] const Field* find(std::string_view name) const;
  [[nodiscard]] bool has(http::FieldName id) const { return find(id) != nullptr; }
  [[nodiscard]] std::size_t count(http::FieldName id) const;
  /// The value of the first line of that name; empty without one.
  [[nodiscard]] std::string_view value(http::FieldName id) const;
  /// The values of all its lines, in order.
  [[nodiscard]] std::vector<std::string_view> values(http::FieldName id) const;

 private:
  std::vector<Field> lines_;
  bool elided_ = false;
};

/// The content of a message as far as the input records it.
struct Body {
  Text text;
  bool elided = false;   ///< ends in `...` or `…`: the author left the rest out
  bool decoded = false;  ///< shown after content decoding: its size is not that of the content

  [[nodiscard]] bool recorded() const { return !text.empty(); }
  /// Bytes on record, where they are all there.
  [[nodiscard]] std::optional<std::uint64_t> complete_size() const {
    if (!recorded() || elided || decoded) return std::nullopt;
    return text.view.size();
  }
};

struct Request {
  Text line;         ///< the request line without line end; unplaced where the input has none
  Text method_text;  ///< empty for a bare URL, which means GET
  http::Method method = http::Method::Get;
  std::string target;  ///< continuation lines joined
  Text target_text;    ///< its first line
  Text version;
  Fields fields;
  Body body;

  /// There is a request line. Without one only fields may be known (a documentation fence).
  [[nodiscard]] bool stated() const { return line.placed(); }
  /// The method as written, or "GET".
  [[nodiscard]] std::string_view method_name() const {
    return method_text.empty() ? std::string_view("GET") : method_text.view;
  }
};

struct Response {
  Text line;  ///< the status line without line end; unplaced for bare fields
  Text version;
  Text status_text;
  int status = 0;  ///< 0 where no status line is known
  Text reason;
  Fields fields;
  Body body;
  /// The ETag, where it is one line with one well-formed entity tag that stands for itself.
  std::optional<http::EntityTag> etag;

  [[nodiscard]] bool stated() const { return line.placed(); }
};

/// What `Response::etag` holds for these fields.
[[nodiscard]] std::optional<http::EntityTag> read_etag(const Fields& fields);

/// A comment that states what the server holds when the request arrives.
struct OriginNote {
  enum class Kind : std::uint8_t {
    Field,   ///< a validator, a length, Accept-Ranges or Date; an empty value means that the server
             ///< has none
    Absent,  ///< no representation exists
    Status,  ///< what the request would get without conditions
  };
  Kind kind = Kind::Field;
  http::FieldName field = http::FieldName::Unknown;
  Text value;
  int status = 0;
  bool hedged = false;  ///< from a sentence that names the tag loosely
  Text comment;         ///< the whole comment line
};

/// What an author's directive comments say about one exchange.
struct Annotations {
  std::vector<OriginNote> origin;
  Text node;  ///< `# @node`, or a sentence above the request
  bool node_from_sentence = false;
  Text server;        ///< `# @server nginx`
  Text at;            ///< `# @at +90s`
  Text expect;        ///< `# @expect 206`
  Text recorded;      ///< `# @recorded har 203.0.113.7`: by what, and the address that answered
  Text world;         ///< `# @world 3`: see `Exchange::world`
  bool mock = false;  ///< `# @mock`: the response was written by hand
};

/// What kind of input an exchange was read from.
enum class Medium : std::uint8_t {
  HttpFile,       ///< written to be sent, or a recording kept with it
  Documentation,  ///< a listing in a document for people
  Transcript,     ///< what a client printed of a real exchange
  Har,            ///< what a browser or a proxy recorded
};

/// One request with its final response, as far as the input has them.
struct Exchange {
  Request request;
  std::optional<Response> response;  ///< the final one
  std::vector<Response> interim;     ///< 1xx responses before it
  Annotations notes;
  Text heading;           ///< the title of the separator, for the first of its block
  bool fragment = false;  ///< bare fields: a sample of lines, not one message
  Medium medium = Medium::HttpFile;
  bool counter_example = false;            ///< the author shows it as an example of what is wrong
  Text peer;                               ///< the address that the client was connected to
  std::optional<std::int64_t> at_ms = {};  ///< when the request was sent, Unix time
  /// Exchanges of different worlds tell nothing about one another, though their URLs are the same:
  /// each listing of a document is one.
  std::uint32_t world = 0;
};

/// A region that the reader could not understand, or bytes that no text holds.
struct Problem {
  enum class Kind : std::uint8_t { NotUnderstood, NulByte, NotUtf8, LogFormat };
  Text place;
  std::string_view expected;  ///< what a reader of the format expects there; for NotUnderstood
  Kind kind = Kind::NotUnderstood;
  std::string detail = {};  ///< the same where it depends on the text; wins over `expected`
  bool last = false;        ///< the text behind it is not read
};

}  // namespace wiretag
