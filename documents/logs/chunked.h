#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace wiretag::logs {

/// A growing array whose elements stay where they are. Unlike those of std::deque its chunks are
/// large, so that the way to an element does not leave the cache.
template <typename T>
class Chunked {
 public:
  template <typename Array, typename Element>
  class Iterator {
   public:
    Iterator(Array* array, std::size_t at) : array_(array), at_(at) {}
    Element& operator*() const { return (*array_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    Array* array_;
    std::size_t at_;
  };

  T& emplace_back() {
    if (size_ == chunks_.size() * kChunk) chunks_.push_back(std::make_unique<T[]>(kChunk));
    return (*this)[size_++];
  }
  [[nodiscard]] T& operator[](std::size_t i) { return chunks_[i / kChunk][i % kChunk]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return chunks_[i / kChunk][i % kChunk]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] auto begin() { return Iterator<Chunked, T>(this, 0); }
  [[nodiscard]] auto end() { return Iterator<Chunked, T>(this, size_); }
  [[nodiscard]] auto begin() const { return Iterator<const Chunked, const T>(this, 0); }
  [[nodiscard]] auto end() const { return Iterator<const Chunked, const T>(this, size_); }

  Chunked() = default;
  Chunked(const Chunked&) = delete;
  Chunked& operator=(const Chunked&) = delete;
  Chunked(Chunked&& other) noexcept
      : chunks_(std::move(other.chunks_)), size_(std::exchange(other.size_, 0)) {}
  Chunked& operator=(Chunked&& other) noexcept {
    chunks_ = std::move(other.chunks_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }

 private:
  static constexpr std::size_t kChunk = 64;

  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace wiretag::logs
