#pragma once

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"
#include "http/profiles/profile.h"
#include "server/cli/color.h"
#include "server/cli/output.h"

namespace wiretag::cli {

/// A report under way.
struct PredictReport {
  Output& out;
  Palette palette;
  std::optional<http::Product> server = {};
  bool first = true;  ///< no file has been printed yet
};

/// One format. `file` is called for each file while its traffic lives.
struct PredictPrinter {
  void (*begin)(PredictReport&);
  void (*file)(PredictReport&, const readers::Document&, const Traffic&);
  void (*end)(PredictReport&, const Troubles&);
};

extern const PredictPrinter predict_full;
extern const PredictPrinter predict_json;

/// The 1-based line of an exchange's request line.
[[nodiscard]] std::uint32_t line_of(const readers::Document& document, const Judged& judged);

}  // namespace wiretag::cli
