// The loop of a worker: a request at a time, each answered, counted and logged, until it is told to
// stop or has served its share.
#pragma once

#include <cstdint>

#include "lib/base/log.h"
#include "lib/fcgi/server.h"
#include "lib/metrics/counters.h"
#include "lib/worker/background.h"
#include "lib/worker/listener.h"
#include "lib/worker/notify.h"
#include "lib/worker/worker.h"

namespace latchkey {

// A worker retires after so many requests, so that no leak of any library grows for ever.
inline constexpr std::int64_t kRequestsBeforeRetirement = 500'000;

// Up to a quarter more, by `random`: the workers of a pool were started together and are not to
// retire together.
constexpr std::int64_t requests_before_retirement(std::uint32_t random) {
  return kRequestsBeforeRetirement + random % (kRequestsBeforeRetirement / 4);
}

struct Serving {
  const Listener& listener;
  FcgiServer& server;
  Notifier& notifier;
  Log& log;
  Counters& counters;
  const Handler& handler;
  Background* background = nullptr;  // or nothing to look after
};

// Answers up to `requests`. Returns the process's exit code: 0 after a stop or when the requests
// are used up, 1 where no connection can be taken or after the
// handler or its background threw an exception.
int serve(Serving& serving, std::int64_t requests);

}  // namespace latchkey
