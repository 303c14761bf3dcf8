#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/model/origin.h"
#include "documents/text/edit.h"
#include "rules/rule.h"

namespace wiretag {
struct Exchange;
struct UrlTraffic;
}  // namespace wiretag

namespace wiretag::rules {

/// Another place that the finding speaks of.
struct Related {
  Text place;
  std::string message;
};

/// A replacement in the text that a value was read from.
struct Replacement {
  Text place;
  std::string text;
};

/// One way to mend what was found. Offered, never applied unasked unless safe.
struct Fix {
  std::string title;  ///< imperative, as in a menu
  FixKind kind = FixKind::Unsafe;
  std::vector<Replacement> replacements;
};

/// What a rule found, in words, with its place. Valid as long as its document is not edited.
struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::Error;
  std::string message;
  Text place;
  const Exchange* exchange = nullptr;      ///< the exchange it is about
  std::vector<const Exchange*> exchanges;  ///< all that it is about, for rules over a resource
  /// The URLs of a log that it is about; the first is the one that it is shown at.
  std::vector<const UrlTraffic*> urls;
  std::vector<Related> related;
  std::vector<Fix> fixes;
  bool second_fault = false;  ///< of another cause: stays beside what absorbs its rule
};

}  // namespace wiretag::rules
