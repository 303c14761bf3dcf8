#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "documents/logs/log_source.h"

namespace wiretag::logs {
namespace {

constexpr std::uint64_t kBlock = Position::kBlockBytes;
constexpr std::size_t kSlack = std::size_t{16}
                               << 10;  ///< most lines that start in a block end here

ScanError unreadable(const std::string& path, std::string message) {
  return {path, ScanError::Reason::Unreadable, std::move(message)};
}

/// The text around one block of a file.
class Window {
 public:
  Window(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}

  /// Reads from `begin` up to `end`, less at the end of the file.
  bool read(std::uint64_t begin, std::uint64_t end) {
    begin_ = begin;
    text_size_ = 0;
    return extend(end);
  }
  /// Reads on up to `end`; false for an error.
  bool extend(std::uint64_t end) {
    end = std::min(end, size_);
    if (end <= begin_ + text_size_) return true;
    const auto wanted = static_cast<std::size_t>(end - begin_);
    if (buffer_.size() < wanted) buffer_.resize(wanted);
    while (text_size_ < wanted) {
      const ssize_t count = pread(descriptor_, buffer_.data() + text_size_, wanted - text_size_,
                                  static_cast<off_t>(begin_ + text_size_));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      if (count == 0) {
        // Somebody has cut the file meanwhile.
        size_ = begin_ + text_size_;
        break;
      }
      text_size_ += static_cast<std::size_t>(count);
    }
    return true;
  }
  [[nodiscard]] std::string_view text() const { return {buffer_.data(), text_size_}; }
  [[nodiscard]] std::uint64_t begin() const { return begin_; }
  [[nodiscard]] std::uint64_t end() const { return begin_ + text_size_; }
  [[nodiscard]] bool at_end_of_file() const { return end() >= size_; }
  /// The offset of the first LF at or behind `from`, within what was read.
  [[nodiscard]] std::optional<std::uint64_t> line_end(std::uint64_t from) const {
    if (from >= end()) return std::nullopt;
    const std::size_t at = text().find('\n', static_cast<std::size_t>(from - begin_));
    if (at == std::string_view::npos) return std::nullopt;
    return begin_ + at;
  }
  [[nodiscard]] std::string_view part(std::uint64_t from, std::uint64_t to) const {
    return text().substr(static_cast<std::size_t>(from - begin_),
                         static_cast<std::size_t>(to - from));
  }
  void aim(int descriptor, std::uint64_t size) {
    descriptor_ = descriptor;
    size_ = size;
  }

 private:
  int descriptor_;
  std::uint64_t size_;
  std::uint64_t begin_ = 0;
  std::size_t text_size_ = 0;
  std::vector<char> buffer_;
};

struct Task {
  const FileJob* job = nullptr;
  std::uint64_t block = 0;
};

class FileFolder {
 public:
  FileFolder(const ScanOptions& options, const std::vector<FileJob>& jobs, Portion& portion)
      : options_(options), portion_(portion) {
    for (const FileJob& job : jobs) {
      total_ += job.size - job.begin;
      auto& lines = portion_.sources[job.source].block_lines;
      lines.resize(static_cast<std::size_t>((job.size + kBlock - 1) / kBlock));
      for (std::uint64_t block = job.begin / kBlock; block * kBlock < job.size; ++block)
        tasks_.push_back({&job, block});
    }
  }

  PortionResult run() {
    const auto count =
        std::max<std::size_t>(1, std::min<std::size_t>(thread_count(options_), tasks_.size()));
    std::vector<std::unique_ptr<BlockFolder>> folders;
    for (std::size_t i = 0; i < count; ++i)
      folders.push_back(std::make_unique<BlockFolder>(options_.limits, options_.longest_line));
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < count; ++i)
      threads.emplace_back([this, &folder = *folders[i]] { work(folder, false); });
    work(*folders[0], true);
    for (std::thread& thread : threads) thread.join();
    if (error_) return tl::unexpected(*error_);
    for (auto& folder : folders) take(*folder);
    return {};
  }

 private:
  void take(BlockFolder& folder) {
    portion_.fold.merge(std::move(folder.result()));
    for (auto& [position, text] : folder.kept())
      portion_.sources[position.source].kept[position.offset].text = std::move(text);
  }

  void work(BlockFolder& folder, bool reports) {
    Window window(-1, 0);
    auto last_report = std::chrono::steady_clock::now();
    for (;;) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= tasks_.size() || failed_) return;
      if (!fold_block(tasks_[index], window, folder)) return;
      if (!reports || !options_.progress) continue;
      const auto now = std::chrono::steady_clock::now();
      if (now - last_report < std::chrono::milliseconds(100)) continue;
      last_report = now;
      options_.progress(std::min(total_, (index + 1) * kBlock), total_);
    }
  }

  bool fail(const FileJob& job) {
    const std::scoped_lock lock(mutex_);
    error_ = unreadable(portion_.sources[job.source].path, std::strerror(errno));
    failed_ = true;
    return false;
  }

  bool fold_block(const Task& task, Window& window, BlockFolder& folder) {
    const FileJob& job = *task.job;
    const std::uint64_t begin = std::max(task.block * kBlock, job.begin);
    const std::uint64_t block_end = std::min((task.block + 1) * kBlock, job.size);
    window.aim(job.descriptor, job.size);
    // The byte in front tells whether a line starts with the block.
    const std::uint64_t from = begin == job.begin ? begin : begin - 1;
    if (!window.read(from, block_end + kSlack)) return fail(job);
    std::uint64_t first = begin;
    if (from < begin) {
      const auto lf = window.line_end(from);
      if (!lf || *lf + 1 >= block_end) return true;  // no line starts here
      first = *lf + 1;
    }
    if (first >= window.end()) return true;

    // Behind the last line that starts in the block.
    std::optional<std::uint64_t> lf = window.line_end(block_end - 1);
    std::uint64_t ahead = kSlack;
    while (!lf && !window.at_end_of_file() && ahead <= options_.longest_line) {
      ahead *= 4;
      const std::uint64_t searched = window.end();
      if (!window.extend(block_end + ahead)) return fail(job);
      lf = window.line_end(searched);
    }
    std::uint64_t stop = lf ? *lf + 1 : window.end();
    const bool endless = !lf && !window.at_end_of_file();
    if (endless) {
      const std::size_t before = window.part(first, block_end).rfind('\n');
      stop = before == std::string_view::npos ? first : first + before + 1;
    }

    const Source& source = portion_.sources[job.source];
    std::uint32_t& lines =
        portion_.sources[job.source].block_lines[static_cast<std::size_t>(task.block)];
    lines += folder.fold({job.source, first, lines, window.part(first, stop), options_.follow},
                         source.formats);
    if (endless) {
      folder.too_long({job.source, lines, stop}, window.part(stop, window.end()).substr(0, 4096),
                      options_.follow);
      ++lines;
    }
    return true;
  }

  const ScanOptions& options_;
  Portion& portion_;
  std::vector<Task> tasks_;
  std::uint64_t total_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::optional<ScanError> error_;
};

}  // namespace

PortionResult fold_files(const ScanOptions& options, const std::vector<FileJob>& jobs,
                         Portion& portion) {
  return FileFolder(options, jobs, portion).run();
}

}  // namespace wiretag::logs
