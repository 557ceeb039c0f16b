#include "cli/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace latchkey {
namespace {

Error error_at(const std::string& path, const std::string& name) {
  const Error error = last_error();
  return Error::of(error.code, path + "/" + name + ": " + error.detail);
}

// Hidden, and the same for each run: what an interrupted one has left is written over.
std::string temporary_name(const std::string& name) { return "." + name + ".new"; }

bool write_whole(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<Done> rename_into_place(const Descriptor& directory, const std::string& path,
                               const std::string& temporary, const std::string& name) {
  if (renameat(directory.get(), temporary.c_str(), directory.get(), name.c_str()) != 0) {
    return error_at(path, name);
  }
  return sync_directory(directory, path);
}

}  // namespace

Result<Done> replace_file(const Descriptor& directory, const std::string& path,
                          const std::string& name, std::string_view content, unsigned mode) {
  const std::string temporary = temporary_name(name);
  unlinkat(directory.get(), temporary.c_str(), 0);
  const Descriptor file(openat(directory.get(), temporary.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0 || !write_whole(file.get(), content) || fchmod(file.get(), mode) != 0 ||
      fsync(file.get()) != 0) {
    return error_at(path, temporary);
  }
  return rename_into_place(directory, path, temporary, name);
}

Result<Done> replace_link(const Descriptor& directory, const std::string& path,
                          const std::string& name, const std::string& target) {
  const std::string temporary = temporary_name(name);
  unlinkat(directory.get(), temporary.c_str(), 0);
  if (symlinkat(target.c_str(), directory.get(), temporary.c_str()) != 0) {
    return error_at(path, temporary);
  }
  return rename_into_place(directory, path, temporary, name);
}

Result<Done> sync_directory(const Descriptor& directory, const std::string& path) {
  if (fsync(directory.get()) != 0) return error_at(path, ".");
  return Done{};
}

}  // namespace latchkey
