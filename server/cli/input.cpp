#include "server/cli/input.h"

#include <algorithm>
#include <utility>

#include "documents/logs/log_input.h"
#include "http/fields/text.h"

namespace wiretag::cli {
namespace {

/// Nothing but blank lines and comments: no format says more of it.
bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = http::trim_blanks(line);
    if (!line.empty() && !line.starts_with('#') && !line.starts_with("//")) return false;
  }
  return true;
}

}  // namespace

readers::Document Recognised::document() && {
  return {std::move(source.path), std::move(source.text), readers::Lifetime::Once, format};
}

tl::expected<readers::Format, NoInput> recognise(const Input& input, const Common& options,
                                                 StandardInput& standard_input) {
  if (options.as) return *options.as;
  const std::string& name = input.path == "-" ? options.stdin_filename : input.path;
  if (const auto named = readers::format_of_name(name)) return *named;
  if (options.unnamed_as) return *options.unnamed_as;
  const auto start = read_start(input.path, standard_input);
  if (!start) return tl::unexpected(NoInput{start.error()});
  if (logs::compression_of(*start) != logs::Compression::None) return readers::Format::AccessLog;
  if (const auto shown = readers::sniff(*start)) return *shown;
  if (is_blank(*start)) return readers::Format::Http;
  if (readers::names_log(name)) return readers::Format::AccessLog;
  return tl::unexpected(NoInput{
      "is not recognised: no HTTP messages, HAR, transcript, listing in a document or access log "
      "was found; name its format with --as, or that of a log with --log-format",
      input.met});
}

tl::expected<Recognised, NoInput> open_input(const Input& input, readers::Format format,
                                             const Common& options, StandardInput& standard_input) {
  auto source = read_source(input.path, standard_input, options.stdin_filename);
  if (!source) return tl::unexpected(NoInput{std::move(source.error())});
  return Recognised{std::move(*source), format};
}

tl::expected<Recognised, NoInput> open_input(const Input& input, const Common& options,
                                             StandardInput& standard_input) {
  const auto format = recognise(input, options, standard_input);
  if (!format) return tl::unexpected(format.error());
  return open_input(input, *format, options, standard_input);
}

}  // namespace wiretag::cli
