#include "documents/readers/listing.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "documents/readers/folding_8792.h"
#include "documents/readers/http_reader.h"
#include "documents/readers/listing_info.h"
#include "documents/readers/log_reader.h"
#include "documents/readers/suppressions.h"
#include "documents/readers/text_lines.h"
#include "documents/readers/transcript_reader.h"
#include "documents/readers/transcript_sniff.h"
#include "http/fields/field_name.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

std::string_view prefix_of(const std::vector<ListingLine>& lines) {
  const auto it = std::find_if(lines.begin(), lines.end(),
                               [](const ListingLine& line) { return !line.text.empty(); });
  return it == lines.end() ? std::string_view() : it->prefix;
}

Decoding decode(const Origin& file, const Listing& listing) {
  Decoding decoding(file);
  const auto& lines = listing.lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const ListingLine& line = lines[i];
    if (line.tab_blanks > 0) decoding.stand_in(std::string(line.tab_blanks, ' '), line.tab);
    decoding.copy(line.text);
    // The prefix of the next line belongs to the line end, so that a stretch of lines is one place.
    const std::string_view next = i + 1 < lines.size() ? lines[i + 1].prefix : std::string_view();
    const bool adjoins = next.data() == line.end.data() + line.end.size();
    decoding.stand_in(line.end, {line.end.data(), line.end.size() + (adjoins ? next.size() : 0)});
  }
  return decoding;
}

std::unique_ptr<Part> text_of(const Origin& file, const Listing& listing) {
  const std::string prefix(prefix_of(listing.lines));
  auto part = std::make_unique<Part>(decode(file, listing), false, prefix);
  if (std::optional<Decoding> unfolded = unfold_8792(part->origin)) {
    return std::make_unique<Part>(*std::move(unfolded), false, prefix);
  }
  return part;
}

/// Lines that only a client prints, in a listing that says that it is HTTP.
bool printed_by_client(std::string_view text) {
  for (const TextLine& line : text_lines(text)) {
    const std::string_view s = line.text;
    const bool request = s.starts_with("> ") && s.find(" HTTP/") != std::string_view::npos;
    if (request || s.starts_with("< HTTP/") || s.starts_with("$ curl ")) return true;
  }
  return false;
}

/// `ETag "x"`: documents for people hold prose and short forms that are no fault, but this is one.
bool broken_field(std::string_view text) {
  const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n"));
  return name.size() < text.size() && http::is_blank(text[name.size()]) &&
         http::field_name(name) != http::FieldName::Unknown;
}

class ListingReader {
 public:
  ListingReader(const Origin& file, Parts& parts) : file_(file), parts_(parts) {}

  void read(const Listing& listing) {
    const ListingKind kind = listing_kind(listing.info);
    if (kind == ListingKind::Other) return;
    ++world_;
    parts_.listings.push_back(file_.in_file(listing.place));
    std::unique_ptr<Part> part = text_of(file_, listing);
    const std::size_t first = parts_.http.size();
    const bool http = kind == ListingKind::Http;
    if (looks_like_transcript(part->text) && (!http || printed_by_client(part->text))) {
      read_transcript(part->origin, parts_);
    } else if (kind == ListingKind::Log) {
      read_log_snippet(part->origin, parts_);
    } else if (http) {
      read_http_listing(*part);
    }
    // What was read from it may point at it.
    parts_.http.push_back(std::move(part));
    mark(first, is_counter_example(listing.info) || is_counter_example(listing.classes));
  }

 private:
  static void read_http_listing(Part& part) {
    read_http(part);
    for (Exchange& exchange : part.content.exchanges) exchange.medium = Medium::Documentation;
    std::erase_if(part.content.problems,
                  [](const Problem& problem) { return !broken_field(problem.place.view); });
  }

  void mark(std::size_t first, bool counter_example) {
    for (std::size_t i = first; i < parts_.http.size(); ++i) {
      if (counter_example) {
        // The author knows; a suppression in it is an example too.
        parts_.http[i]->content.problems.clear();
        parts_.http[i]->content.suppressions.clear();
      }
      for (Exchange& exchange : parts_.http[i]->content.exchanges) {
        exchange.world = world_;
        exchange.counter_example = counter_example;
      }
    }
  }

  const Origin& file_;
  Parts& parts_;
  std::uint32_t world_ = 0;
};

bool blank_markup(std::string_view text) {
  return text.find_first_not_of(" \t\r\n>") == std::string_view::npos;
}

/// Suppressions of the comments, in order; those of a listing below them are aimed at it.
class Suppressor {
 public:
  Suppressor(const Origin& file, const Listings& found) : file_(file), found_(found) {}

  std::vector<Suppression> read() {
    const char* below = file_.text().data() + file_.text().size();
    auto listing = found_.blocks.rbegin();
    std::string_view target;
    for (auto comment = found_.comments.rbegin(); comment != found_.comments.rend(); ++comment) {
      const char* end = comment->whole_line.data() + comment->whole_line.size();
      for (; listing != found_.blocks.rend() && listing->place.data() >= end; ++listing) {
        below = listing->place.data();
        target = listing->place;
      }
      if (!blank_markup(between(end, below))) target = {};
      take(*comment, target);
      below = comment->whole_line.data();
    }
    std::reverse(all_.begin(), all_.end());
    return std::move(all_);
  }

 private:
  void take(const MarkupComment& comment, std::string_view target) {
    auto suppression = read_suppression({comment.comment, &file_}, comment.content);
    if (!suppression) return;
    suppression->whole_line = {comment.whole_line, &file_};
    suppression->target = {target, &file_};
    if (target.empty()) suppression->target = {file_.text().substr(0, 0), &file_};
    all_.push_back(*std::move(suppression));
  }

  const Origin& file_;
  const Listings& found_;
  std::vector<Suppression> all_;
};

}  // namespace

void read_listings(const Origin& file, const Listings& found, Parts& parts) {
  ListingReader reader(file, parts);
  for (const Listing& listing : found.blocks) reader.read(listing);
  for (Suppression& one : Suppressor(file, found).read()) {
    parts.suppressions.push_back(std::move(one));
  }
}

}  // namespace wiretag::readers
