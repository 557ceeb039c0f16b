#include "lib/base/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace latchkey {

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

Error last_error() {
  const int number = errno;
  return Error::of(number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kInternal,
                   std::generic_category().message(number));
}

Result<std::string> read_file(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return last_error();

  std::string content;
  char block[4096];
  while (true) {
    const ssize_t count = read(file.get(), block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_error();
    if (count == 0) return content;
    content.append(block, static_cast<std::size_t>(count));
    if (content.size() > kMaxFileBytes) return Error::of(ErrorCode::kInternal, "File too large");
  }
}

}  // namespace latchkey
