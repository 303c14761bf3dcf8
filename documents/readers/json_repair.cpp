#include "documents/readers/json_repair.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "documents/readers/json_string.h"
#include "documents/text/utf8.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

constexpr std::size_t kMostLevels = 1024;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

class Repair {
 public:
  Repair(std::string_view text, std::size_t kept_depth) : text_(text), kept_depth_(kept_depth) {}

  RepairedJson run() {
    out_.text = text_;
    replace_odd_bytes();
    while (!out_.broken && state_ != State::End) step();
    if (!out_.broken) behind_the_end();
    if (out_.broken) out_.text.resize(cut_);
    out_.text += closers_;
    return std::move(out_);
  }

 private:
  enum class State : std::uint8_t {
    Value,         ///< a value
    FirstElement,  ///< a value, or the end of the array
    FirstMember,   ///< a member name, or the end of the object
    Member,        ///< a member name
    Behind,        ///< a comma, or the end of what is open
    End,
  };

  void replace_odd_bytes() {
    std::size_t from = 0;
    while (from < text_.size()) {
      const std::size_t bad = text::first_invalid(text_.substr(from));
      if (bad == std::string_view::npos) return;
      out_.text[from + bad] = '?';
      from += bad + 1;
    }
  }

  void step() {
    skip_space();
    switch (state_) {
      case State::Value: return value("a value");
      case State::FirstElement:
        if (taken(']')) return close();
        return value("a value or ]");
      case State::FirstMember:
        if (taken('}')) return close();
        return member("a member name in double quotes or }");
      case State::Member: return member("a member name in double quotes");
      case State::Behind: return behind_a_value();
      case State::End: return;
    }
  }

  void skip_space() {
    while (at_ < text_.size() && is_json_space(text_[at_])) ++at_;
  }
  [[nodiscard]] bool starts(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool taken(char c) {
    const bool there = starts(c);
    if (there) ++at_;
    return there;
  }

  void fail(std::string_view expected) {
    std::string words = at_ < text_.size() ? "the JSON breaks here: " : "the JSON ends here: ";
    out_.broken = JsonFault{at_, words.append(expected).append(" is expected")};
  }

  void value(std::string_view expected) {
    if (taken('{')) return open('}', State::FirstMember);
    if (taken('[')) return open(']', State::FirstElement);
    if (starts('"') ? string() : number() || word()) return end_of_value();
    if (!out_.broken) fail(expected);
  }

  void open(char closer, State inside) {
    if (open_.size() == kMostLevels) {
      out_.broken = JsonFault{at_ - 1, "the JSON is nested deeper than 1,024 levels here"};
      return;
    }
    open_ += closer;
    state_ = inside;
  }

  void close() {
    open_.pop_back();
    end_of_value();
  }

  void end_of_value() {
    state_ = open_.empty() ? State::End : State::Behind;
    if (open_.size() > kept_depth_) return;
    cut_ = at_;
    closers_.assign(open_.rbegin(), open_.rend());
  }

  void behind_a_value() {
    const bool array = open_.back() == ']';
    if (taken(',')) {
      state_ = array ? State::Value : State::Member;
    } else if (taken(open_.back())) {
      close();
    } else {
      fail(array ? "a comma or ]" : "a comma or }");
    }
  }

  void member(std::string_view expected) {
    if (!starts('"')) return fail(expected);
    if (!string()) return;
    skip_space();
    if (!taken(':')) return fail("a colon behind the member name");
    state_ = State::Value;
  }

  bool string() {
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '"') {
        at_ = i + 1;
        return true;
      }
      if (c == '\\' && i + 1 < text_.size() && !is_control(text_[i + 1])) ++i;
      if (is_control(c)) {
        if (!out_.control) out_.control = i;
        out_.text[i] = ' ';
      }
    }
    at_ = text_.size();
    fail("the closing quote of a string");
    return false;
  }

  bool number() {
    std::size_t i = at_;
    const auto digits = [&] {
      const std::size_t first = i;
      while (i < text_.size() && http::is_digit(text_[i])) ++i;
      return i > first;
    };
    const auto one_of = [&](std::string_view set) {
      const bool there = i < text_.size() && set.find(text_[i]) != std::string_view::npos;
      if (there) ++i;
      return there;
    };
    one_of("-");
    if (!one_of("0") && !digits()) return false;
    if (one_of(".") && !digits()) return false;
    if (one_of("eE")) {
      one_of("+-");
      if (!digits()) return false;
    }
    at_ = i;
    return true;
  }

  bool word() {
    constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
    for (const std::string_view known : kWords) {
      if (!text_.substr(at_).starts_with(known)) continue;
      at_ += known.size();
      return true;
    }
    return false;
  }

  void behind_the_end() {
    skip_space();
    if (at_ < text_.size()) fail("the end of the file");
  }

  std::string_view text_;
  std::size_t kept_depth_;
  std::size_t at_ = 0;
  State state_ = State::Value;
  std::string open_;     ///< the closers of what is open
  std::size_t cut_ = 0;  ///< behind the last whole value that is kept
  std::string closers_;  ///< of what was open there
  RepairedJson out_;
};

}  // namespace

RepairedJson repair_json(std::string_view text, std::size_t kept_depth) {
  return Repair(text, kept_depth).run();
}

}  // namespace wiretag::readers
