#include <array>

#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "spliced-ranges-different-tags",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "Parts that join up come from different versions",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.7.3"},
    .absorbs = {"resume-without-if-range", "partial-with-weak-tag"},
};

constexpr std::size_t kReach = 64;

bool same_client(const Judged& a, const Judged& b) {
  const Fields& left = a.exchange.request.fields;
  const Fields& right = b.exchange.request.fields;
  for (const FieldName name : {FieldName::Authorization, FieldName::Cookie, FieldName::UserAgent}) {
    if (left.value(name) != right.value(name)) return false;
  }
  return a.variant == b.variant;
}

enum class Seam : std::uint8_t { None, Sound, Weak, Lengths, Tags };

/// How two parts fit that follow each other in the file.
Seam seam(const Judged& before, const Judged& after) {
  const Response& left = *before.exchange.response;
  const Response& right = *after.exchange.response;
  const auto first = part_of(left);
  const auto second = part_of(right);
  if (!first || !second || first->interval->last + 1 != second->interval->first) return Seam::None;
  if (left.fields.value(FieldName::ContentEncoding) !=
      right.fields.value(FieldName::ContentEncoding)) {
    return Seam::None;
  }
  const Content here = content_of(before.exchange);
  const Content there = content_of(after.exchange);
  if (!here.digest.empty() && here.digest == there.digest) return Seam::Sound;
  const auto a = etag_of(left);
  const auto b = etag_of(right);
  if (a && b && !a->weak && !b->weak && a->opaque != b->opaque) return Seam::Tags;
  if (first->length && second->length && *first->length != *second->length) return Seam::Lengths;
  if (a && b && a->weak && *a == *b) {
    return may_have_strong_date(right) ? Seam::None : Seam::Weak;
  }
  return a && b && http::strong_match(*a, *b) ? Seam::Sound : Seam::None;
}

struct Splice {
  Seam seam = Seam::None;
  const Judged* before = nullptr;
};

/// The nearest earlier part that this one follows in the file; none where any fits it.
Splice find_splice(const Judged& after) {
  Splice nearest;
  const std::size_t last = after.index > kReach ? after.index - kReach : 0;
  for (std::size_t i = after.index; i-- > last;) {
    const Judged& before = after.resource.exchanges[i];
    if (before.recorded() != 206 || !before.asked() || !same_client(before, after)) continue;
    const Seam found = seam(before, after);
    if (found == Seam::Sound) return {};
    if (found != Seam::None && nearest.seam == Seam::None) nearest = {found, &before};
  }
  return nearest;
}

Text content_range(const Judged& judged) {
  return judged.exchange.response->fields.find(FieldName::ContentRange)->value();
}

Text tag_of(const Judged& judged) {
  const Field* field = judged.exchange.response->fields.find(FieldName::ETag);
  return field ? field->value() : Text{};
}

std::string said(const Judged& judged, Seam seam) {
  const Text range = content_range(judged);
  if (seam == Seam::Lengths) return quoted(range.view);
  return fmt::format("{} of {}", quoted(range.view.substr(0, range.view.find('/'))),
                     quoted(tag_of(judged).view));
}

void report_weak(const Judged& before, const Judged& after, Reporter& report) {
  report
      .across(tag_of(after), {&after.exchange, &before.exchange},
              "{} and {} join up under the weak tag {}, which does not prove that they are of one "
              "version: a client may not combine them. Send a strong tag with 206",
              quoted(content_range(before).view), quoted(content_range(after).view),
              quoted(tag_of(after).view))
      .at_most(Severity::Warning)
      .related(tag_of(before), "the same weak tag");
}

void report_versions(const Splice& splice, const Judged& after, Reporter& report) {
  const Judged& before = *splice.before;
  const bool tags = splice.seam == Seam::Tags;
  Report found = report.across(tags ? tag_of(after) : content_range(after),
                               {&after.exchange, &before.exchange},
                               "{} and then {}: joined together, the file mixes two versions. "
                               "If-Range in the second request "
                               "turns its answer into a 200 with the whole new file",
                               said(before, splice.seam), said(after, splice.seam));
  if (is_media(*after.exchange.response)) found.at_most(Severity::Warning);
  found.related(tags ? tag_of(before) : content_range(before), "the part before it");
  const auto tag = etag_of(*before.exchange.response);
  if (!tag || tag->weak) return;
  found.fix(insert_behind(*after.exchange.request.fields.find(FieldName::Range),
                          fmt::format("If-Range: {}", tag_of(before).view),
                          fmt::format("Add If-Range: {}", tag_of(before).view)));
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 206 || asked.method != http::Method::Get) return;
  if (!asked.range || asked.if_range || asked.if_match || judged.index == 0) return;
  const Splice splice = find_splice(judged);
  if (splice.seam == Seam::Weak) {
    report_weak(*splice.before, judged, report);
  } else if (splice.seam != Seam::None) {
    report_versions(splice, judged, report);
  }
}

}  // namespace

extern constinit const Rule spliced_ranges_different_tags{kInfo, &check};

}  // namespace wiretag::rules
