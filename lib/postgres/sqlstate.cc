#include "lib/postgres/sqlstate.h"

#include <array>

namespace latchkey {
namespace {

struct Rule {
  std::string_view prefix;
  Handling handling;
};

constexpr Handling kBusy{ErrorCode::kUnavailable, Remedy::kNone};
constexpr Handling kLost{ErrorCode::kUnavailable, Remedy::kReconnect};
constexpr Handling kCrossed{ErrorCode::kUnavailable, Remedy::kRepeat};
constexpr Handling kStale{ErrorCode::kUnavailable, Remedy::kRetry};
// A plan from before a deploy that changed what a function returns; on a new connection, a defect.
constexpr Handling kOldPlan{ErrorCode::kInternal, Remedy::kRetry};
constexpr Handling kDefect{ErrorCode::kInternal, Remedy::kNone};

constexpr std::array kRules = {
    Rule{"08", kLost},  // connection exceptions
    Rule{"0A000", kOldPlan},
    Rule{"25006", kLost},     // read-only: this server was the primary and is a standby now
    Rule{"26000", kStale},    // the prepared statement is unknown: a pooler changed the server
    Rule{"40001", kCrossed},  // serialization failure
    Rule{"40P01", kCrossed},  // deadlock
    Rule{"53", kBusy},        // out of memory, disk or connections
    Rule{"55P03", kBusy},     // lock_timeout
    Rule{"57014", kBusy},     // statement_timeout
    Rule{"57P0", kLost},  // shutting down, crashed, starting, database dropped, idle for too long
};

std::string_view without_newlines(std::string_view text) {
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

}  // namespace

Handling judge(std::string_view sqlstate) {
  if (sqlstate.empty()) return kLost;
  for (const Rule& rule : kRules) {
    if (sqlstate.starts_with(rule.prefix)) return rule.handling;
  }
  return kDefect;
}

bool is_unsure_of_standby(std::string_view sqlstate, std::string_view source_function) {
  return (sqlstate == "01000" || sqlstate == "57P01") && source_function == "SyncRepWaitForLSN";
}

std::string describe(std::string_view sqlstate, std::string_view message) {
  std::string text = "database: ";
  if (sqlstate.empty()) return text.append(without_newlines(message));
  text.append("SQLSTATE ").append(sqlstate);
  if (!sqlstate.starts_with("22")) text.append(": ").append(without_newlines(message));
  return text;
}

}  // namespace latchkey
