#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/differential/matrix.h"
#include "tests/differential/subject.h"

namespace wiretag::differential {

/// The results of one server, one a case; nothing where the case was not sent.
struct Column {
  http::Product product{};
  std::string version;
  std::vector<std::optional<Result>> results;
};

/// Prints how a server compares with the standard and its profile. False where the profile agrees
/// on less than 98 %, or where HAProxy answers If-None-Match or If-Modified-Since other than the
/// standard allows.
[[nodiscard]] bool summarise(const Column& column, const std::vector<Case>& cases);

/// Writes the table of behaviours as Markdown; the same answers give the same bytes.
void write_table(const std::string& path, const std::vector<Column>& columns,
                 const std::vector<Case>& cases);

}  // namespace wiretag::differential
