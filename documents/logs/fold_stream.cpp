#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "documents/logs/hash.h"
#include "documents/logs/log_input.h"
#include "documents/logs/log_source.h"

namespace wiretag::logs {
namespace {

constexpr std::uint64_t kBlock = Position::kBlockBytes;
constexpr std::size_t kStartBytes = std::size_t{64} << 10;

/// The lines that start in one block.
struct Chunk {
  std::uint64_t offset = 0;
  std::uint32_t first_line = 0;  ///< behind lines of the block that were cut off before
  std::string text;
  bool too_long = false;  ///< the text is the start of one line that goes on and on
  std::vector<FormatChange> formats;
};

/// Hands chunks from the thread that decodes to those that fold.
class Queue {
 public:
  explicit Queue(std::size_t room) : room_(room) {}

  void push(Chunk chunk) {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [&] { return chunks_.size() < room_; });
    chunks_.push_back(std::move(chunk));
    filled_.notify_one();
  }
  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    filled_.notify_all();
  }
  bool pop(Chunk& chunk) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !chunks_.empty(); });
    if (chunks_.empty()) return false;
    chunk = std::move(chunks_.front());
    chunks_.pop_front();
    space_.notify_one();
    return true;
  }

 private:
  std::size_t room_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::condition_variable space_;
  std::deque<Chunk> chunks_;
  bool closed_ = false;
};

class StreamFolder {
 public:
  StreamFolder(const ScanOptions& options, std::uint64_t file_bytes, std::uint32_t source,
               const FormatOfStart& format_of, Portion& portion)
      : options_(options),
        file_bytes_(file_bytes),
        index_(source),
        source_(portion.sources[source]),
        format_of_(format_of),
        portion_(portion),
        queue_(2 * thread_count(options)) {}

  PortionResult run(int descriptor) {
    auto input = open_input(descriptor);
    if (!input) return tl::unexpected(unreadable(input.error()));
    std::vector<std::unique_ptr<BlockFolder>> folders;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < thread_count(options_); ++i) {
      folders.push_back(std::make_unique<BlockFolder>(options_.limits, options_.longest_line));
      threads.emplace_back([this, &folder = *folders.back()] { work(folder); });
    }
    PortionResult result = read(**input);
    queue_.close();
    for (std::thread& thread : threads) thread.join();
    if (!result) return result;
    for (auto& folder : folders) {
      portion_.fold.merge(std::move(folder->result()));
      for (auto& [position, text] : folder->kept())
        source_.kept[position.offset].text = std::move(text);
    }
    return {};
  }

 private:
  [[nodiscard]] ScanError unreadable(std::string message) const {
    return {source_.path, ScanError::Reason::Unreadable, std::move(message)};
  }

  void work(BlockFolder& folder) {
    Chunk chunk;
    while (queue_.pop(chunk)) {
      const auto block = static_cast<std::size_t>(chunk.offset / kBlock);
      std::uint32_t lines = 1;
      if (chunk.too_long) {
        folder.too_long({index_, chunk.first_line, chunk.offset}, chunk.text, true);
      } else {
        lines =
            folder.fold({index_, chunk.offset, chunk.first_line, chunk.text, true}, chunk.formats);
      }
      const std::scoped_lock lock(lines_mutex_);
      if (source_.block_lines.size() <= block) source_.block_lines.resize(block + 1);
      source_.block_lines[block] += lines;
    }
  }

  PortionResult read(LogInput& input) {
    std::string text;  // from the first line that was not handed over
    auto last_report = std::chrono::steady_clock::now();
    for (;;) {
      const auto count = append_block(input, text);
      if (!count) return tl::unexpected(unreadable(count.error()));
      source_.end += *count;
      const bool at_end = *count < kBlock;
      if (changes_.empty() && (at_end || text.size() >= kStartBytes)) {
        if (PortionResult started = start(text); !started) return started;
        if (changes_.empty()) return {};
      }
      if (!changes_.empty()) hand_over(text, at_end);
      if (at_end) return {};
      const auto now = std::chrono::steady_clock::now();
      if (!options_.progress || now - last_report < std::chrono::milliseconds(100)) continue;
      last_report = now;
      options_.progress(input.consumed(), file_bytes_);
    }
  }

  /// Appends a block, which a pipe gives in many pieces; less at the end of the input.
  static tl::expected<std::size_t, std::string> append_block(LogInput& input, std::string& text) {
    const std::size_t before = text.size();
    std::size_t added = 0;
    text.resize(before + kBlock);
    while (added < kBlock) {
      auto count = input.read(text.data() + before + added, kBlock - added);
      if (!count) return count;
      if (*count == 0) break;
      added += *count;
    }
    text.resize(before + added);
    return added;
  }

  PortionResult start(std::string_view text) {
    source_.identity = hash_of(text.substr(0, 4096));
    auto format = format_of_(text.substr(0, kStartBytes));
    if (!format) return tl::unexpected(format.error());
    if (!*format) return {};
    changes_.push_back({0, *format});
    source_.formats = changes_;
    return {};
  }

  /// Hands over the whole lines in front of `text`, cut where a line starts in the next block.
  void hand_over(std::string& text, bool at_end) {
    // A long line is looked through once, not with each block that it goes on.
    const std::size_t last = std::string_view(text).substr(searched_).rfind('\n');
    if (last != std::string_view::npos) unfinished_ = searched_ + last + 1;
    std::size_t done = 0;
    while (done < text.size()) {
      if (skipping_) {
        const std::size_t lf = text.find('\n', done);
        const std::size_t next = lf == std::string::npos ? text.size() : lf + 1;
        offset_ += next - done;
        done = next;
        if (lf == std::string::npos) break;
        skipping_ = false;
        continue;
      }
      const std::uint64_t block_end = (offset_ / kBlock + 1) * kBlock;
      const std::size_t stop = end_of_lines(text, done, block_end, at_end);
      if (stop == std::string::npos) {
        const bool whole_lines = unfinished_ > done;
        const std::size_t unfinished = whole_lines ? unfinished_ : done;
        if (text.size() - unfinished <= options_.longest_line) break;
        // Whole lines in front of the long one go first.
        if (whole_lines) push(text.substr(done, unfinished - done), false);
        done = unfinished;
        push(text.substr(done, 4096), true);
        offset_ += text.size() - done;
        done = text.size();
        skipping_ = true;
        break;
      }
      push(text.substr(done, stop - done), false);
      done = stop;
    }
    text.erase(0, done);
    searched_ = text.size();
    unfinished_ = unfinished_ > done ? unfinished_ - done : 0;
  }

  /// Behind the last line that starts in front of `block_end`; npos where its end is not there yet.
  [[nodiscard]] std::size_t end_of_lines(const std::string& text, std::size_t from,
                                         std::uint64_t block_end, bool at_end) const {
    const std::size_t search = from + static_cast<std::size_t>(block_end - 1 - offset_);
    if (search < unfinished_) return text.find('\n', search) + 1;
    return at_end ? text.size() : std::string::npos;
  }

  void push(std::string text, bool too_long) {
    Chunk chunk;
    chunk.offset = offset_;
    if (offset_ / kBlock != counted_block_) lines_of_block_ = 0;
    counted_block_ = offset_ / kBlock;
    chunk.first_line = lines_of_block_;
    chunk.too_long = too_long;
    if (changes_.front().format->directives) {
      find_directives(text, offset_, *changes_.front().format, changes_);
      source_.formats = changes_;
    }
    chunk.formats = changes_;
    lines_of_block_ +=
        too_long ? 1 : static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
    if (!too_long) offset_ += text.size();
    chunk.text = std::move(text);
    queue_.push(std::move(chunk));
  }

  const ScanOptions& options_;
  std::uint64_t file_bytes_;
  std::uint32_t index_;
  Source& source_;
  const FormatOfStart& format_of_;
  Portion& portion_;
  Queue queue_;
  std::mutex lines_mutex_;
  std::vector<FormatChange> changes_;
  std::uint64_t offset_ = 0;  ///< of what was not handed over
  std::uint64_t counted_block_ = 0;
  std::uint32_t lines_of_block_ = 0;
  bool skipping_ = false;       ///< inside a line that is too long
  std::size_t searched_ = 0;    ///< bytes of the text in hand that were searched for LF
  std::size_t unfinished_ = 0;  ///< behind the last LF of these
};

}  // namespace

PortionResult fold_stream(const ScanOptions& options, int descriptor, std::uint64_t file_bytes,
                          std::uint32_t source, const FormatOfStart& format_of, Portion& portion) {
  return StreamFolder(options, file_bytes, source, format_of, portion).run(descriptor);
}

}  // namespace wiretag::logs
