// Open files, and small ones read whole: configuration, keys, credentials.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "lib/base/result.h"

namespace latchkey {

// Owns an open file.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}  // negative: none
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

// What errno says, as an Error: kNotFound for ENOENT, kInternal for all else.
Error last_error();

inline constexpr std::size_t kMaxFileBytes = 1024 * 1024;

// kNotFound where there is no such file, kInternal where it can't be read or is larger than
// kMaxFileBytes. The detail is the reason without the path ("Permission denied").
Result<std::string> read_file(const std::string& path);

}  // namespace latchkey
