#include "server/convert/block.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "documents/readers/document.h"
#include "documents/text/utf8.h"
#include "http/fields/text.h"

namespace wiretag::convert {
namespace {

std::string_view medium_name(Medium medium) {
  switch (medium) {
    case Medium::Har: return "har";
    case Medium::Transcript: return "transcript";
    case Medium::Documentation: return "documentation";
    case Medium::HttpFile: return {};
  }
  return {};
}

/// How much of a content is written.
enum class Form : std::uint8_t {
  Whole,
  Cut,  ///< with a line `...` below it: it does not count as complete
  Left,
};

struct Forms {
  Form request = Form::Whole;
  Form response = Form::Whole;

  bool operator==(const Forms&) const = default;
};

Form shorter(Form form) { return form == Form::Whole ? Form::Cut : Form::Left; }

/// `text` is a view into `line` or surrounds it.
bool on_line(const Text& line, const Text& text) {
  if (!line.placed() || line.origin != text.origin) return false;
  const char* begin = line.view.data();
  const char* end = begin + line.view.size();
  return text.view.data() >= begin && text.view.data() < end;
}

/// A token (RFC 9110 5.6.2) or pseudo-header that does not read as a comment.
bool is_name(std::string_view name) {
  if (name.starts_with(':')) name.remove_prefix(1);  // of HTTP/2
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && name.front() != '#' && std::ranges::all_of(name, [&](char c) {
    return http::is_letter(c) || http::is_digit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

std::string_view without_line_ends(std::string_view text) {
  const auto odd = [](char c) { return http::is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && odd(text.back())) text.remove_suffix(1);
  while (!text.empty() && odd(text.front())) text.remove_prefix(1);
  return text;
}

class BlockWriter {
 public:
  BlockWriter(const Exchange& exchange, std::vector<const Suppression*> suppressions, Hider& hider)
      : exchange_(exchange), suppressions_(std::move(suppressions)), hider_(hider) {}

  std::string write(Forms forms) {
    directives();
    request(forms.request);
    for (const Response& interim : exchange_.interim) response(interim, Form::Left);
    if (exchange_.response) response(*exchange_.response, forms.response);
    return std::move(out_);
  }

 private:
  void directives() {
    const Annotations& notes = exchange_.notes;
    if (exchange_.medium != Medium::HttpFile) {
      line(fmt::format("# @recorded {}{}{}", medium_name(exchange_.medium),
                       exchange_.peer.empty() ? "" : " ", exchange_.peer.view));
    }
    if (exchange_.world != 0) line(fmt::format("# @world {}", exchange_.world));
    directive("node", notes.node);
    directive("server", notes.server);
    directive("at", notes.at);
    directive("expect", notes.expect);
    if (notes.mock) line("# @mock");
    for (const OriginNote& note : notes.origin) origin(note);
  }

  void directive(std::string_view name, const Text& value) {
    if (!value.empty()) line(fmt::format("# @{} {}", name, value.view));
  }

  void origin(const OriginNote& note) {
    switch (note.kind) {
      case OriginNote::Kind::Absent: line("# @origin absent"); break;
      case OriginNote::Kind::Status: line(fmt::format("# @origin {}", note.status)); break;
      case OriginNote::Kind::Field:
        if (note.hedged) return line(note.comment.view);
        line(fmt::format("# @origin {}: {}", http::to_string(note.field), note.value.view));
        break;
    }
  }

  void request(Form form) {
    const Request& request = exchange_.request;
    if (request.stated()) {
      for (const Suppression* one : suppressions_) {
        if (one->scope == Suppression::Scope::Exchange && one->exchange == &exchange_) {
          out_ += comment_of(*one);
        }
      }
      request_line(request);
    }
    fields(request.fields);
    const std::string_view type = request.fields.value(http::FieldName::ContentType);
    const bool is_form = type.starts_with("application/x-www-form-urlencoded");
    body(request.body, form, is_form);
    if (request.stated() || !request.fields.empty()) out_ += '\n';
  }

  void request_line(const Request& request) {
    // A version lets the reader take any word for a method.
    const bool odd = request.version.empty() && request.method == http::Method::Other;
    line(fmt::format("{} {}{}{}", request.method_name(), hider_.urls(request.target),
                     request.version.empty() && !odd ? "" : " ",
                     odd ? "HTTP/1.1" : request.version.view));
  }

  void response(const Response& response, Form form) {
    if (response.stated()) {
      suppress(response.line);
      line(fmt::format("{} {:03}{}{}",
                       response.version.empty() ? "HTTP/1.1" : response.version.view,
                       response.status, response.reason.empty() ? "" : " ", response.reason.view));
    }
    fields(response.fields);
    body(response.body, form, false);
    out_ += '\n';
  }

  void fields(const Fields& fields) {
    for (const Field& field : fields.lines()) {
      suppress(field.line());
      const std::string_view name = field.name().view;
      line(fmt::format("{}{}: {}", is_name(name) ? "" : "# No field line: ", name,
                       hider_.field(name, field.value().view)));
    }
    if (fields.elided()) line("...");
  }

  /// The comments that are about this line alone.
  void suppress(const Text& place) {
    for (const Suppression* one : suppressions_) {
      if (one->scope == Suppression::Scope::Line && on_line(place, one->target)) {
        out_ += comment_of(*one);
      }
    }
  }

  void body(const Body& body, Form form, bool is_form) {
    if (!body.recorded()) return;
    out_ += '\n';
    if (form != Form::Left) {
      const std::string_view content = without_line_ends(body.text.view);
      const std::string shown = is_form ? hider_.form(content) : hider_.urls(content);
      if (shown != content) form = Form::Cut;
      out_ += shown + '\n';
    }
    if (form != Form::Whole) out_ += "...\n";
  }

  void line(std::string_view text) { out_ += one_line(text) + '\n'; }

  const Exchange& exchange_;
  const std::vector<const Suppression*> suppressions_;
  Hider& hider_;
  std::string out_;
};

/// Text that an editor shows as it is.
bool is_plain(std::string_view content) {
  return text::is_utf8(content) && std::ranges::none_of(content, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
         });
}

/// The last line end of a content is not told from that of the file.
std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

bool reads_as(const Body& body, Form form, const Body* read) {
  if (form == Form::Left || !body.recorded()) return true;
  if (!read || !read->recorded() || !is_plain(body.text.view)) return false;
  if (form == Form::Cut) return read->elided;
  return without_line_end(body.text.view) == read->text.view &&
         body.complete_size().has_value() == read->complete_size().has_value();
}

/// Apart from contents.
bool same_messages(const Exchange& exchange, const Exchange& read) {
  const auto status = [](const Exchange& one) { return one.response ? one.response->status : -1; };
  const auto fields = [](const Fields& all) {
    return std::ranges::count_if(all.lines(),
                                 [](const Field& field) { return is_name(field.name().view); });
  };
  return exchange.request.stated() == read.request.stated() &&
         exchange.request.method_name() == read.request.method_name() &&
         one_line(exchange.request.target) == read.request.target &&
         fields(exchange.request.fields) == fields(read.request.fields) &&
         exchange.interim.size() == read.interim.size() && status(exchange) == status(read) &&
         (!read.response || fields(exchange.response->fields) == fields(read.response->fields));
}

/// The only exchange of a text that says the same as `exchange`; nullptr where it does not.
const Exchange* read_back(const readers::Document& document, const Exchange& exchange) {
  const std::vector<const Exchange*> all = document.exchanges();
  return all.size() == 1 && same_messages(exchange, *all.front()) ? all.front() : nullptr;
}

/// The same forms where `read` holds the contents.
Forms shortened(const Exchange& exchange, Forms forms, const Exchange* read) {
  const Body* sent = read ? &read->request.body : nullptr;
  const Body* received = read && read->response ? &read->response->body : nullptr;
  if (!reads_as(exchange.request.body, forms.request, sent)) {
    forms.request = shorter(forms.request);
  } else if (exchange.response && !reads_as(exchange.response->body, forms.response, received)) {
    forms.response = shorter(forms.response);
  }
  return forms;
}

/// The most of the contents that reads as the same exchange again; nullopt where nothing does.
std::optional<Forms> readable_forms(const Exchange& exchange) {
  Hider open;
  for (Forms forms;;) {
    const readers::Document document("", "###\n" + BlockWriter(exchange, {}, open).write(forms));
    const Exchange* read = read_back(document, exchange);
    const Forms next = shortened(exchange, forms, read);
    if (next == forms) return read ? std::optional(forms) : std::nullopt;
    forms = next;
  }
}

/// No reader can take it for an exchange, but people can.
std::string commented_out(std::string_view text) {
  std::string out = "# What follows cannot be written as an exchange.\n";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += fmt::format("#   {}\n", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return out;
}

std::string comment_of(const Suppression& suppression) {
  std::string out =
      suppression.scope == Suppression::Scope::File ? "# wiretag-ignore-file" : "# wiretag-ignore";
  for (std::size_t i = 0; i < suppression.rules.size(); ++i) {
    out += fmt::format("{} {}", i == 0 ? "" : ",", suppression.rules[i].view);
  }
  if (!suppression.reason.empty()) out += fmt::format(": {}", suppression.reason.view);
  return one_line(out) + '\n';
}

std::string block_of(const Exchange& exchange, const std::vector<const Suppression*>& suppressions,
                     Hider& hider) {
  const std::optional<Forms> forms = readable_forms(exchange);
  BlockWriter writer(exchange, suppressions, hider);
  return forms ? writer.write(*forms) : commented_out(writer.write({Form::Left, Form::Left}));
}

}  // namespace wiretag::convert
