#include "documents/logs/log_input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace wiretag::logs {
namespace {

using ReadResult = tl::expected<std::size_t, std::string>;

/// The bytes of a descriptor, the first ones of which were read already.
class RawInput : public LogInput {
 public:
  RawInput(int descriptor, std::string start) : descriptor_(descriptor), start_(std::move(start)) {}
  ~RawInput() override { close(descriptor_); }
  RawInput(const RawInput&) = delete;
  RawInput& operator=(const RawInput&) = delete;

  ReadResult read(char* to, std::size_t size) override {
    if (used_ < start_.size()) {
      const std::size_t count = std::min(size, start_.size() - used_);
      std::memcpy(to, start_.data() + used_, count);
      used_ += count;
      consumed_ += count;
      return count;
    }
    for (;;) {
      const ssize_t count = ::read(descriptor_, to, size);
      if (count >= 0) {
        consumed_ += static_cast<std::uint64_t>(count);
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR) return tl::unexpected(std::string(std::strerror(errno)));
    }
  }
  [[nodiscard]] std::uint64_t consumed() const override { return consumed_; }

 private:
  int descriptor_;
  std::string start_;
  std::size_t used_ = 0;
  std::uint64_t consumed_ = 0;
};

constexpr std::size_t kInputBytes = std::size_t{1} << 18;

class GzipInput : public LogInput {
 public:
  explicit GzipInput(std::unique_ptr<LogInput> raw) : raw_(std::move(raw)), buffer_(kInputBytes) {
    inflateInit2(&stream_, 15 + 16);
  }
  ~GzipInput() override { inflateEnd(&stream_); }
  GzipInput(const GzipInput&) = delete;
  GzipInput& operator=(const GzipInput&) = delete;

  ReadResult read(char* to, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        const ReadResult count = raw_->read(buffer_.data(), buffer_.size());
        if (!count) return count;
        if (*count == 0) {
          if (between_members_) return 0;
          return tl::unexpected(std::string("the gzip data ends in the middle"));
        }
        stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
        stream_.avail_in = static_cast<uInt>(*count);
      }
      // A rotated log is often several members one behind the other.
      if (between_members_) inflateReset(&stream_);
      between_members_ = false;
      const int result = inflate(&stream_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) {
        between_members_ = true;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        return tl::unexpected(fmt::format("the gzip data is damaged near byte {}: {}", consumed(),
                                          stream_.msg ? stream_.msg : "it is no deflate stream"));
      }
    }
    return size - stream_.avail_out;
  }
  [[nodiscard]] std::uint64_t consumed() const override { return raw_->consumed(); }

 private:
  std::unique_ptr<LogInput> raw_;
  std::vector<char> buffer_;
  z_stream stream_{};
  bool between_members_ = false;
};

class ZstdInput : public LogInput {
 public:
  explicit ZstdInput(std::unique_ptr<LogInput> raw)
      : raw_(std::move(raw)), buffer_(kInputBytes), stream_(ZSTD_createDStream()) {}
  ~ZstdInput() override { ZSTD_freeDStream(stream_); }
  ZstdInput(const ZstdInput&) = delete;
  ZstdInput& operator=(const ZstdInput&) = delete;

  ReadResult read(char* to, std::size_t size) override {
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        const ReadResult count = raw_->read(buffer_.data(), buffer_.size());
        if (!count) return count;
        if (*count == 0) {
          if (frame_done_) return 0;
          return tl::unexpected(std::string("the zstd data ends in the middle"));
        }
        in_ = {buffer_.data(), *count, 0};
      }
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(result))
        return tl::unexpected(fmt::format("the zstd data is damaged near byte {}: {}", consumed(),
                                          ZSTD_getErrorName(result)));
      frame_done_ = result == 0;
    }
    return out.pos;
  }
  [[nodiscard]] std::uint64_t consumed() const override { return raw_->consumed(); }

 private:
  std::unique_ptr<LogInput> raw_;
  std::vector<char> buffer_;
  ZSTD_DStream* stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool frame_done_ = true;
};

}  // namespace

Compression compression_of(std::string_view start) {
  if (start.starts_with("\x1F\x8B")) return Compression::Gzip;
  if (start.starts_with("\x28\xB5\x2F\xFD")) return Compression::Zstd;
  return Compression::None;
}

tl::expected<std::unique_ptr<LogInput>, std::string> open_input(int descriptor) {
  std::string start(4, '\0');
  std::size_t size = 0;
  while (size < start.size()) {
    const ssize_t count = ::read(descriptor, start.data() + size, start.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int error = errno;
      close(descriptor);
      return tl::unexpected(std::string(std::strerror(error)));
    }
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  start.resize(size);
  const Compression compression = compression_of(start);
  std::unique_ptr<LogInput> raw = std::make_unique<RawInput>(descriptor, std::move(start));
  if (compression == Compression::Gzip) return std::make_unique<GzipInput>(std::move(raw));
  if (compression == Compression::Zstd) return std::make_unique<ZstdInput>(std::move(raw));
  return raw;
}

std::string compress(std::string_view text) {
  std::string data(ZSTD_compressBound(text.size()), '\0');
  data.resize(ZSTD_compress(data.data(), data.size(), text.data(), text.size(), 3));
  return data;
}

tl::expected<std::string, std::string> decompress(std::string_view data) {
  const unsigned long long size = ZSTD_getFrameContentSize(data.data(), data.size());
  constexpr unsigned long long kMost = 1ull << 34;
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMost)
    return tl::unexpected(std::string("its body is no zstd frame"));
  // A damaged size is not to reserve more than the data can hold.
  std::string text;
  ZSTD_DStream* stream = ZSTD_createDStream();
  ZSTD_inBuffer in{data.data(), data.size(), 0};
  std::vector<char> buffer(kInputBytes);
  std::size_t result = 1;
  while (result != 0) {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    const std::size_t before = in.pos;
    result = ZSTD_decompressStream(stream, &out, &in);
    if (ZSTD_isError(result) || (out.pos == 0 && in.pos == before)) break;
    text.append(buffer.data(), out.pos);
  }
  ZSTD_freeDStream(stream);
  if (result != 0 || text.size() != size) return tl::unexpected(std::string("its body is damaged"));
  return text;
}

}  // namespace wiretag::logs
