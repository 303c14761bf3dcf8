#include "server/lsp/file_list.h"

#include <utility>

#include "server/files/names.h"

namespace wiretag::lsp {

namespace fs = std::filesystem;

FileList::FileList(std::string root) : root_(std::move(root)), git_(root_.string()), open_{root_} {}

FileList::State FileList::step() { return asked_git_ ? walk() : ask_git(); }

FileList::State FileList::ask_git() {
  switch (git_.step()) {
    case files::GitFiles::State::Working: return State::Working;
    case files::GitFiles::State::Waiting: return State::Waiting;
    case files::GitFiles::State::Done: break;
  }
  asked_git_ = true;
  if (!git_.files()) return State::Working;
  for (const std::string& name : *git_.files()) files_.push_back((root_ / name).string());
  open_.clear();
  return State::Done;
}

FileList::State FileList::walk() {
  constexpr int kEntriesAtOnce = 256;
  std::error_code error;
  for (int i = 0; i < kEntriesAtOnce; ++i) {
    if (entries_ == fs::directory_iterator()) {
      if (open_.empty()) return State::Done;
      const fs::path directory = std::move(open_.back());
      open_.pop_back();
      entries_ = fs::directory_iterator(directory, error);
      continue;
    }
    const fs::path& path = entries_->path();
    std::error_code unknown;
    if (entries_->is_directory(unknown) && !entries_->is_symlink(unknown)) {
      if (!files::skipped_directory(path.filename().string())) open_.push_back(path);
    } else if (files::readable_name(path.native())) {
      files_.push_back(path.string());
    }
    entries_.increment(error);
    if (error) entries_ = {};
  }
  return State::Working;
}

}  // namespace wiretag::lsp
