#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/profiles/profile.h"

namespace wiretag::http::profiles {

/// What a product makes of Range.
struct Ranges {
  enum class Kind : std::uint8_t { Whole, Refused, Partial };
  Kind kind = Kind::Whole;
  std::size_t count = 0;  ///< parts that are sent
  ByteInterval first;     ///< the first part
};

/// Where in the evaluation a product goes its own way.
enum class Stage : std::uint8_t { Guard, Condition, IfRange, Range };

/// One request at one product: the lines as written, the facts of the server, and the answer that
/// takes shape. A fact that is read takes part in the confidence.
class Decision {
 public:
  Decision(const ConditionalRequest& request, const ServerState& state, const Prediction& standard,
           std::optional<HttpDate> now)
      : request_(request), state_(state), standard_(standard), now_(now) {}

  [[nodiscard]] Method method() const { return request_.method; }
  [[nodiscard]] const ConditionalRequest& request() const { return request_; }
  [[nodiscard]] bool has(FieldName name) const { return count(name) > 0; }
  [[nodiscard]] std::size_t count(FieldName name) const;
  /// Range is one set of bytes as the grammar has it.
  [[nodiscard]] bool range_well_formed() const;
  [[nodiscard]] std::string_view first(FieldName name) const;  ///< "" without one
  /// The field is there and its first line is not empty, which some products take for absent.
  [[nodiscard]] bool filled(FieldName name);

  /// nullptr where the server has none.
  [[nodiscard]] const EntityTag* tag();
  [[nodiscard]] std::optional<std::int64_t> modified();  ///< seconds of Last-Modified
  [[nodiscard]] std::uint64_t length();
  [[nodiscard]] bool absent() const;
  /// The file changed less than a minute ago.
  [[nodiscard]] bool recent();
  /// Last-Modified is known to be a weak validator.
  [[nodiscard]] bool weakly_dated();
  [[nodiscard]] bool in_future(std::int64_t seconds);
  /// What the request gets without conditions.
  [[nodiscard]] int unconditional();

  /// Keeps `m` as the reason should the answer differ from the standard's there. The last one of a
  /// stage counts; without a stage, it is the one that `m` belongs to.
  void note(Mechanism m) { note(m, stage_of(m)); }
  void note(Mechanism m, Stage stage) { noted_[static_cast<std::size_t>(stage)] = m; }
  [[nodiscard]] static Stage stage_of(FieldName name);
  /// Notes how the form of Range departs from what the product reads.
  void note_range_form(Mechanism when_invalid);

  [[nodiscard]] ProductAnswer status(int code);
  [[nodiscard]] ProductAnswer unconditionally() { return status(unconditional()); }
  /// 206, 416 or the whole representation. A 416 without `with_length` has no Content-Range.
  [[nodiscard]] ProductAnswer content(const Ranges& ranges, bool with_length);
  [[nodiscard]] ProductAnswer forwarded();

 private:
  [[nodiscard]] static Stage stage_of(Mechanism m);
  [[nodiscard]] bool departs(const ProductAnswer& a) const;
  [[nodiscard]] bool differs(const ProductAnswer& a) const;
  [[nodiscard]] Mechanism reason_for(const ProductAnswer& a) const;
  [[nodiscard]] ProductAnswer finish(ProductAnswer a) const;
  [[nodiscard]] ProductAnswer unknown() const { return {}; }
  void consult(Confidence c) { confidence_ = weaker(confidence_, c); }

  const ConditionalRequest& request_;
  const ServerState& state_;
  const Prediction& standard_;
  std::optional<HttpDate> now_;
  Confidence confidence_ = Confidence::Certain;
  std::array<std::optional<Mechanism>, 4> noted_;
};

/// How far from HTTP-date a product still reads a date.
struct DateHabits {
  bool anything_after_time = false;   ///< no zone is needed
  bool anything_after_blank = false;  ///< the zone may be any word, and text may follow it
  bool anything_after_zone = false;   ///< text may follow GMT
  bool day_overflows = false;         ///< day 32 is the first of the next month
  bool weekday_must_fit = false;
  bool iso = false;  ///< 1994-11-06T08:49:37 is a date too
};

/// Seconds of `text`, read as `habits` say.
[[nodiscard]] std::optional<std::int64_t> read_date(std::string_view text,
                                                    const DateHabits& habits);

/// Reads `text` from its start; past its end stands '\0'.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
  void skip(std::size_t bytes = 1) { at_ += bytes; }
  bool take(char c);
  void skip_any(std::string_view set);
  void skip_to(char c);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// The value of `digits`; nullopt above 2^63-1 or where it is no number.
[[nodiscard]] std::optional<std::int64_t> number(std::string_view digits);

/// The digits at the cursor.
[[nodiscard]] std::string_view take_digits(Cursor& c);

/// `text` is the tag as it stands on the wire.
[[nodiscard]] bool spells(std::string_view text, const EntityTag& tag);

/// Bytes of the tag's spelling at the start of `text`, 0 where it does not start so.
[[nodiscard]] std::size_t spelling_at(std::string_view text, const EntityTag& tag, bool with_flag);

/// Adds [first, last] to what is served.
void add_part(Ranges& ranges, std::uint64_t first, std::uint64_t last);

[[nodiscard]] ProductAnswer nginx(Decision& d);
[[nodiscard]] ProductAnswer apache(Decision& d);
[[nodiscard]] ProductAnswer lighttpd(Decision& d);
[[nodiscard]] ProductAnswer caddy(Decision& d);
[[nodiscard]] ProductAnswer varnish(Decision& d);
[[nodiscard]] ProductAnswer haproxy(Decision& d);
[[nodiscard]] ProductAnswer nginx_cache(Decision& d);

/// What nginx does with a response that it has in hand, from a file or from its cache.
[[nodiscard]] ProductAnswer nginx_filters(Decision& d);
/// nginx answers 400 to it.
[[nodiscard]] bool nginx_refuses(const Decision& d);

}  // namespace wiretag::http::profiles
