// Reports of failed jobs to Sentry, as event envelopes. At most a few a run, and one of each kind
// and reason, with a count: an outage is one event, not ten thousand. No personal data beyond ids.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/net/transfers.h"

namespace latchkey {

enum class ReportLevel { kWarning, kError };

struct ErrorReport {
  ReportLevel level = ReportLevel::kError;
  std::string kind;  // of the job
  std::string why;   // as in the log
  std::int64_t job = 0;
  std::string account;  // id
};

// Where envelopes go (Sentry developer documentation: DSN, envelopes).
struct SentryTarget {
  std::string url;   // https://host/api/<project>/envelope/
  std::string auth;  // value of X-Sentry-Auth
};

// From LATCHKEY_SENTRY_DSN, https://key@host/project.
Result<SentryTarget> sentry_target(const std::string& dsn);

class ErrorReports {
 public:
  void add(ErrorReport report);

  struct Grouped {
    ErrorReport first;
    std::int64_t count = 0;
  };
  [[nodiscard]] const std::vector<Grouped>& groups() const { return groups_; }

 private:
  std::vector<Grouped> groups_;
};

// `event_id`: 32 hexadecimal digits.
std::string sentry_envelope(const ErrorReports::Grouped& group, const std::string& event_id,
                            UnixSeconds now);

// Sends each, which may take `time` altogether; what fails goes to the log.
void send_reports(const ErrorReports& reports, const SentryTarget& target, Transfers& transfers,
                  Log& log, std::chrono::milliseconds time);

}  // namespace latchkey
