#include "lib/metrics/counters_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <new>
#include <utility>

#include "lib/base/clock.h"

namespace latchkey {
namespace {

constexpr int kMostFiles = 256;
constexpr mode_t kMode = 0640;  // the folder's group reads

// Of the open file, not of the process: a worker that reads its own file on the way, as the one of
// metrics does, must not let go of it.
bool lock(int fd) {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

Counters* map_counters(int fd, int flags) {
  void* const memory = mmap(nullptr, sizeof(Counters), PROT_READ | PROT_WRITE, flags, fd, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<Counters*>(memory);
}

}  // namespace

void CountersFile::Unmap::operator()(Counters* counters) const noexcept {
  munmap(counters, sizeof *counters);
}

Result<CountersFile> CountersFile::claim(const std::string& folder) {
  for (int number = 0; number < kMostFiles; ++number) {
    const std::string path = folder + "/" + std::to_string(number);
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kMode));
    if (file.get() < 0) return last_error();
    if (lock(file.get())) return map(std::move(file));
  }
  return Error::of(ErrorCode::kInternal, "all " + std::to_string(kMostFiles) + " files are in use");
}

// fchmod, since a service's umask is stricter; ftruncate makes the file long enough to be mapped.
Result<CountersFile> CountersFile::map(Descriptor file) {
  if (fchmod(file.get(), kMode) != 0 || ftruncate(file.get(), sizeof(Counters)) != 0) {
    return last_error();
  }
  Counters* const counters = map_counters(file.get(), MAP_SHARED);
  if (!counters) return last_error();
  counters->begin(static_cast<std::uint64_t>(getpid()), static_cast<std::uint64_t>(system_clock()));
  return CountersFile(std::move(file), counters);
}

CountersFile CountersFile::unread() {
  Counters* const counters = map_counters(-1, MAP_PRIVATE | MAP_ANONYMOUS);
  if (!counters) throw std::bad_alloc();
  return {Descriptor(-1), counters};
}

}  // namespace latchkey
