#pragma once

#include <string>

#include <tl/expected.hpp>

#include "documents/readers/document.h"
#include "server/cli/collect.h"
#include "server/cli/commands.h"
#include "server/cli/file.h"
#include "server/cli/standard_input.h"

namespace wiretag::cli {

/// A file's text and the format that it is read in.
struct Recognised {
  SourceFile source;
  readers::Format format = readers::Format::Http;

  /// Takes the text.
  [[nodiscard]] readers::Document document() &&;
};

/// Why an input has no document.
struct NoInput {
  std::string reason;
  bool skipped = false;  ///< a file of another kind, met in a directory
};

/// The format of an input by `--as`, its name or its content. Compressed files are access logs.
[[nodiscard]] tl::expected<readers::Format, NoInput> recognise(const Input& input,
                                                               const Common& options,
                                                               StandardInput& standard_input);

/// Reads an input that was recognised.
[[nodiscard]] tl::expected<Recognised, NoInput> open_input(const Input& input,
                                                           readers::Format format,
                                                           const Common& options,
                                                           StandardInput& standard_input);

/// Both at once.
[[nodiscard]] tl::expected<Recognised, NoInput> open_input(const Input& input,
                                                           const Common& options,
                                                           StandardInput& standard_input);

}  // namespace wiretag::cli
