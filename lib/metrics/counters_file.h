// A worker's counters in a file that others can read: <folder>/0, 1, 2 … A worker holds the lock of
// its file for as long as it lives and takes the first that nobody holds. So the files are as many
// as workers ever ran at once, the successor of a worker goes on where that one stopped, no count
// is lost with a process, and the kernel itself says which files have a living worker.
#pragma once

#include <memory>
#include <string>

#include "lib/base/file.h"
#include "lib/base/result.h"
#include "lib/metrics/counters.h"

namespace latchkey {

class CountersFile {
 public:
  // Fails where the folder is not there or can't be written.
  static Result<CountersFile> claim(const std::string& folder);
  // Counters that nobody reads, for a worker that could claim none.
  static CountersFile unread();

  [[nodiscard]] Counters& counters() const { return *counters_; }

 private:
  struct Unmap {
    void operator()(Counters* counters) const noexcept;
  };

  CountersFile(Descriptor file, Counters* counters) : file_(std::move(file)), counters_(counters) {}
  static Result<CountersFile> map(Descriptor file);

  Descriptor file_;  // holds the lock
  std::unique_ptr<Counters, Unmap> counters_;
};

}  // namespace latchkey
