#include "server/lsp/file_facts.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "server/lint/analysis.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/documents.h"
#include "server/lsp/formats.h"
#include "server/lsp/symbols.h"
#include "server/lsp/uri.h"

namespace wiretag::lsp {
namespace {

/// nullopt where it is no text.
std::optional<std::string> text_of(const std::string& path) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.find('\0') != text.npos) return std::nullopt;
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

}  // namespace

const FileFacts* FileIndex::facts(const std::string& path, Configuration& configuration,
                                  text::Units units, bool& fresh) {
  struct stat status{};
  const bool is_file = ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (is_file && size > kLargest && told_.insert(path).second) too_large_.push_back(path);
  if (!is_file || size > kLargest) {
    forget(path);
    return nullptr;
  }
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  const std::int64_t time = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
  const std::string uri = uri_of(path);
  Choice choice = configuration.of(uri);
  Entry& entry = entries_[path];
  const bool known = !entry.facts.result_id.empty() && entry.size == size && entry.time == time &&
                     entry.choice == choice;
  if (known) return &entry.facts;

  fresh = true;
  std::optional<std::string> text = text_of(path);
  if (!text) {
    forget(path);
    return nullptr;
  }
  const auto format = format_of_file(path, *text);
  if (!format) {
    forget(path);
    return nullptr;
  }
  const readers::Document document = read_once(uri, std::move(*text), *format);
  const lint::Analysis analysis(document, choice.selection);
  entry = {size,
           time,
           std::move(choice),
           {fmt::format("file-{}", next_++), diagnostics(document, analysis, uri, units),
            symbols_of(document, analysis.traffic(), uri, units)}};
  return &entry.facts;
}

const FileFacts* FileIndex::known(const std::string& path) const {
  const auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second.facts;
}

void FileIndex::keep(const std::vector<std::string>& paths) {
  std::erase_if(entries_, [&](const auto& entry) {
    return !std::binary_search(paths.begin(), paths.end(), entry.first);
  });
}

}  // namespace wiretag::lsp
