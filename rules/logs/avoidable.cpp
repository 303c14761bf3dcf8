#include "rules/logs/avoidable.h"

#include <algorithm>

#include "rules/logs/drift.h"
#include "rules/logs/hashed_names.h"

namespace wiretag::rules {
namespace {

/// Bytes that the causes take in turn, so that none is counted twice.
class Budget {
 public:
  explicit Budget(std::uint64_t bytes) : left_(bytes) {}

  std::uint64_t take(std::uint64_t wanted) {
    const std::uint64_t taken = std::min(wanted, left_);
    left_ -= taken;
    return taken;
  }
  std::uint64_t take_all() { return take(left_); }

 private:
  std::uint64_t left_;
};

/// New tags again and again for content of one size.
bool changes_for_nothing(const UrlTraffic& url) {
  constexpr std::size_t kManyTags = 5;
  if (!one_size(url) || url.members > 1) return false;
  return url.not_modified.lines < url.conditional_full.lines &&
         tag_history(url, Nodes::Together).size() >= kManyTags;
}

}  // namespace

Avoidable& Avoidable::operator+=(const Avoidable& other) {
  suffix += other.suffix;
  current += other.current;
  drift += other.drift;
  changing += other.changing;
  ranges += other.ranges;
  hashed_checks += other.hashed_checks;
  return *this;
}

Avoidable avoidable_of(const UrlTraffic& url) {
  Avoidable total;
  const LogCount& checked = url.conditional_full;
  if (checked.lines > 0) {
    Budget budget(checked.bytes);
    total.suffix += budget.take(url.suffixed_tag_full.bytes);
    total.current += budget.take(url.current_tag_full.bytes -
                                 std::min(url.current_tag_full.bytes, url.suffixed_tag_full.bytes));
    if (find_drift(url)) {
      total.drift += budget.take_all();
    } else if (changes_for_nothing(url)) {
      total.changing += budget.take_all();
    }
  }
  // What is left of the URL's 200s bounds the restarts, some of which may be checks as well.
  Budget rest(url.full.bytes - std::min(url.full.bytes, checked.bytes));
  total.ranges += rest.take(std::max(url.weak_if_range_full.bytes, url.range_full_again.bytes));
  if (has_hashed_name(url)) total.hashed_checks += url.not_modified.lines;
  return total;
}

}  // namespace wiretag::rules
