#include "lib/worker/serve.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/http/problem.h"

namespace latchkey {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Under load the next connection is there already, and to ask for it would cost as much as to take
// it. Yet a signal is not to wait for long.
constexpr int kMostUnasked = 8;

struct Outcome {
  Response response;
  std::optional<Error> error;  // what the response tells of
  bool threw = false;
};

Outcome failed(Error error, const Request& request) {
  return {problem(error, request.request_id), std::move(error)};
}

Outcome handled(const Handler& handler, const Request& request) {
  try {
    Result<Response> result = handler(request);
    if (result) return {std::move(*result), {}};
    return failed(result.error(), request);
  } catch (const std::exception& exception) {
    Outcome outcome = failed(Error::of(ErrorCode::kInternal, exception.what()), request);
    outcome.threw = true;
    return outcome;
  }
}

LogLevel level_of(int status) {
  if (status == 503) return LogLevel::kWarning;
  return status >= 500 ? LogLevel::kError : LogLevel::kInfo;
}

void log_request(Log& log, const Request& request, const Outcome& outcome,
                 std::chrono::microseconds took) {
  const int status = outcome.response.status;
  const LogField request_id{"request_id", request.request_id};
  const LogField method{"method", request.method};
  const LogField path{"path", request.path};
  const LogField answered{"status", std::int64_t{status}};
  const LogField duration{"duration_ms", static_cast<double>(took.count()) / 1000};
  if (!outcome.error) {
    log.write(level_of(status), "request", {request_id, method, path, answered, duration});
    return;
  }
  const Error& error = *outcome.error;
  log.write(level_of(status), "request",
            {request_id,
             method,
             path,
             answered,
             duration,
             {"code", problem_kind(error.code).code},
             {"detail", std::string_view(error.detail)}});
}

void count(Counters& counters, const Outcome& outcome, std::chrono::microseconds took) {
  std::optional<ErrorCode> code;
  if (outcome.error) code = outcome.error->code;
  counters.count_request(outcome.response.status, code, took);
  if (const auto& happened = outcome.response.happened) {
    counters.count(happened->event, happened->times);
  }
}

// False where the handler threw: its state is not to be trusted any further.
bool serve_request(Serving& serving, Arrival arrival) {
  const auto start = SteadyClock::now();
  const Request& request = serving.server.request();
  const Outcome outcome = arrival == Arrival::kRefused ? failed(serving.server.error(), request)
                                                       : handled(serving.handler, request);
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
  // First, so that whoever has the answer finds it counted.
  count(serving.counters, outcome, took);
  serving.server.answer(outcome.response);
  log_request(serving.log, request, outcome, took);
  serving.server.finish();
  return !outcome.threw;
}

enum class Step { kServed, kNothing, kFailed };

Step serve_connection(Serving& serving) {
  const Result<Arrival> arrival = serving.server.accept();
  if (!arrival) {
    serving.log.error("no connection can be taken", {{"detail", arrival.error().detail}});
    return Step::kFailed;
  }
  if (*arrival == Arrival::kNobody) return Step::kNothing;
  if (*arrival == Arrival::kGone) {
    serving.log.info("the client went away before its request was complete");
    return Step::kServed;
  }
  return serve_request(serving, *arrival) ? Step::kServed : Step::kFailed;
}

// False where it threw, as above.
bool tend(Serving& serving) {
  if (!serving.background) return true;
  try {
    serving.background->tend();
    return true;
  } catch (const std::exception& exception) {
    serving.log.error("the background failed", {{"detail", std::string_view(exception.what())}});
    return false;
  }
}

Wake wait(const Serving& serving) {
  auto timeout = serving.notifier.interval();
  if (!serving.background) return serving.listener.wait(timeout);
  const auto interval = serving.background->interval();
  return serving.listener.wait(std::min(timeout.value_or(interval), interval),
                               serving.background->fd());
}

}  // namespace

int serve(Serving& serving, std::int64_t requests) {
  int unasked = 0;  // connections that may still be tried for without waiting
  while (requests > 0) {
    const Wake wake = unasked > 0 ? Wake::kConnection : wait(serving);
    if (wake == Wake::kStop) break;
    if (wake == Wake::kConnection) {
      const Step step = serve_connection(serving);
      if (step == Step::kFailed) return 1;
      if (step == Step::kServed) --requests;
      unasked = step == Step::kNothing ? 0 : (unasked > 0 ? unasked : kMostUnasked) - 1;
    } else if (!tend(serving)) {
      return 1;
    }
    serving.notifier.alive(SteadyClock::now());
  }
  return 0;
}

}  // namespace latchkey
