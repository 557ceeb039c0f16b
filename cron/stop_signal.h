// SIGTERM and SIGINT as something to wait for. Owns a signalfd; made before any thread.
#pragma once

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace latchkey {

class StopSignal {
 public:
  // Blocks the two signals for the process; SIGPIPE is ignored.
  static Result<StopSignal> take();

  [[nodiscard]] int fd() const { return descriptor_.get(); }
  // Has one come by now?
  bool has_come();

 private:
  explicit StopSignal(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  Descriptor descriptor_;
  bool has_come_ = false;
};

}  // namespace latchkey
