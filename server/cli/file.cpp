#include "server/cli/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "documents/readers/har_reader.h"

namespace wiretag::cli {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 31;
constexpr std::size_t kFirstRead = 65536;
/// Room behind a text: a byte to see its end by, and what a reader wants there without a copy.
constexpr std::size_t kRoom = 1 + readers::kHarPadding;
constexpr std::size_t kProbeBytes = 8192;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int get() const { return fd_; }
  int close() {
    if (fd_ < 0) return 0;
    const int result = ::close(fd_);
    fd_ = -1;
    return result;
  }

 private:
  int fd_;
};

tl::unexpected<std::string> failure() { return tl::unexpected<std::string>(std::strerror(errno)); }

tl::unexpected<std::string> failure(std::string reason) {
  return tl::unexpected<std::string>(std::move(reason));
}

tl::expected<std::string, std::string> read_all(int fd) {
  struct stat status{};
  if (fstat(fd, &status) != 0) return failure();
  if (S_ISDIR(status.st_mode)) return failure("is a directory");
  const auto stated = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (stated > kMostBytes) return failure("is larger than 2 GiB; split it");

  std::string text(stated > 0 ? stated + kRoom : kFirstRead, '\0');
  std::size_t used = 0;
  while (true) {
    if (used == text.size()) text.resize(text.size() * 2);
    const ssize_t got = read(fd, text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure();
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > kMostBytes) return failure("is larger than 2 GiB; split it");
  }
  text.resize(used);
  return text;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
}

/// Why `text` is not read as text; empty where it is.
std::string_view refusal(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return "is UTF-16; convert it to UTF-8";
  }
  const std::string_view probe = text.substr(0, kProbeBytes);
  const auto controls =
      static_cast<std::size_t>(std::count_if(probe.begin(), probe.end(), is_control));
  return controls * 10 > probe.size() ? "is binary, not text" : "";
}

std::string error_of(int number) { return std::strerror(number); }

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

tl::expected<std::string, std::string> read_start(const std::string& path,
                                                  StandardInput& standard_input) {
  if (path == "-") return std::string(standard_input.start());
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failure();
  struct stat status{};
  if (fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) return failure("is a directory");
  std::string start(kFirstRead, '\0');
  std::size_t used = 0;
  // What is no regular file is read once only, by whoever reads it whole.
  while (S_ISREG(status.st_mode) && used < start.size()) {
    const ssize_t got = read(file.get(), start.data() + used, start.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure();
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  start.resize(used);
  return start;
}

tl::expected<SourceFile, std::string> read_source(const std::string& path,
                                                  StandardInput& standard_input,
                                                  const std::string& stdin_filename) {
  const bool from_stdin = path == "-";
  const Descriptor file(from_stdin ? standard_input.whole()
                                   : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failure();
  auto text = read_all(file.get());
  if (!text) return failure(std::move(text.error()));
  if (const std::string_view why = refusal(*text); !why.empty()) return failure(std::string(why));

  SourceFile source{from_stdin ? stdin_filename : path, std::move(*text), false};
  if (source.text.starts_with(kByteOrderMark)) {
    source.byte_order_mark = true;
    source.text.erase(0, kByteOrderMark.size());
  }
  return source;
}

tl::expected<void, std::string> write_new_file(const std::string& path, std::string_view text) {
  Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.get() < 0 || !write_all(file.get(), text) || file.close() != 0) return failure();
  return {};
}

tl::expected<void, std::string> replace_file(const std::string& path, std::string_view text) {
  // The file that a link names is replaced, not the link.
  const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr),
                                                         &std::free);
  if (!real) return failure();
  struct stat status{};
  if (stat(real.get(), &status) != 0 || access(real.get(), W_OK) != 0) return failure();

  std::string temporary = std::string(real.get()) + ".XXXXXX";
  Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return failure();
  const bool written = write_all(file.get(), text) &&
                       fchmod(file.get(), status.st_mode & 07777) == 0 && file.close() == 0 &&
                       rename(temporary.c_str(), real.get()) == 0;
  if (written) return {};
  const int number = errno;
  unlink(temporary.c_str());
  return failure(error_of(number));
}

}  // namespace wiretag::cli
