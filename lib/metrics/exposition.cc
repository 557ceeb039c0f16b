#include "lib/metrics/exposition.h"

#include <initializer_list>
#include <utility>

namespace latchkey {
namespace {

constexpr double kMicrosecondsASecond = 1e6;

// Values come from the program itself or are names of folders; a quote in one of these would end
// the label.
std::string label_value(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

std::string number(std::uint64_t value) { return std::to_string(value); }

// No more digits than a microsecond has.
std::string seconds(std::uint64_t microseconds) {
  return std::to_string(static_cast<double>(microseconds) / kMicrosecondsASecond);
}

class Writer {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // All samples of one name follow it, as the format requires.
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    text_.append(name).append(" ").append(type).append("\n");
  }

  void sample(Labels labels, const std::string& value, std::string_view suffix = {}) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (const auto& [name, text] : labels) {
      text_.append(1, before).append(name).append("=\"").append(label_value(text)).append("\"");
      before = ',';
    }
    text_.append(before == ',' ? "} " : " ").append(value).append("\n");
  }

  std::string take() { return std::move(text_); }

 private:
  std::string_view name_;
  std::string text_;
};

class Page {
 public:
  Page(const std::vector<HandlerScore>& scores, std::string_view (*code_name)(ErrorCode))
      : scores_(scores), code_name_(code_name) {}

  std::string write(const std::optional<DatabaseGauges>& database) {
    build();
    workers();
    requests();
    durations();
    refreshes();
    sessions();
    connections();
    outbox(database);
    return out_.take();
  }

 private:
  [[nodiscard]] std::uint64_t sum(Event event) const {
    std::uint64_t all = 0;
    for (const auto& score : scores_) all += score.events(event);
    return all;
  }
  // Of one handler: other handlers refuse with the same codes.
  [[nodiscard]] std::uint64_t refresh_errors(ErrorCode code) const {
    for (const auto& score : scores_) {
      if (score.handler == "auth-refresh") return score.errors(code);
    }
    return 0;
  }

  void build() {
    out_.family("latchkey_build_info", "gauge", "Always 1; the version that answers.");
    out_.sample({{"version", LATCHKEY_VERSION}}, "1");
  }

  void workers() {
    out_.family("latchkey_workers", "gauge", "Workers that run.");
    for (const auto& score : scores_) {
      out_.sample({{"handler", score.handler}}, number(score.workers.size()));
    }
    out_.family("latchkey_worker_restarts_total", "counter",
                "Workers that took the place of one that ended in order, or that died.");
    for (const auto& score : scores_) {
      out_.sample({{"handler", score.handler}, {"reason", "ended"}},
                  number(score.events(Event::kRestartAfterEnd)));
      out_.sample({{"handler", score.handler}, {"reason", "died"}},
                  number(score.events(Event::kRestartAfterDeath)));
    }
  }

  void requests() {
    out_.family("latchkey_requests_total", "counter", "Requests answered.");
    for (const auto& score : scores_) {
      for (std::size_t i = 0; i < kStatuses; ++i) {
        if (score.total.requests[i] == 0) continue;
        const std::string status = std::to_string(kLeastStatus + static_cast<int>(i));
        out_.sample({{"handler", score.handler}, {"status", status}},
                    number(score.total.requests[i]));
      }
    }
    out_.family("latchkey_errors_total", "counter", "Requests refused, by the answer's code.");
    for (const auto& score : scores_) {
      for (std::size_t i = 0; i < kErrorCodes; ++i) {
        if (score.total.errors[i] == 0) continue;
        out_.sample({{"handler", score.handler}, {"code", code_name_(static_cast<ErrorCode>(i))}},
                    number(score.total.errors[i]));
      }
    }
  }

  void durations() {
    out_.family("latchkey_request_duration_seconds", "histogram",
                "From a request read to its answer made.");
    for (const auto& score : scores_) {
      std::uint64_t below = 0;
      for (std::size_t i = 0; i < kDurationBounds.size(); ++i) {
        below += score.total.durations[i];
        const std::string bound = seconds(static_cast<std::uint64_t>(kDurationBounds[i]));
        out_.sample({{"handler", score.handler}, {"le", bound}}, number(below), "_bucket");
      }
      below += score.total.durations.back();
      out_.sample({{"handler", score.handler}, {"le", "+Inf"}}, number(below), "_bucket");
      out_.sample({{"handler", score.handler}}, seconds(score.total.duration_total), "_sum");
      out_.sample({{"handler", score.handler}}, number(below), "_count");
    }
  }

  void refreshes() {
    out_.family("latchkey_refreshes_total", "counter", "Refresh tokens presented, by outcome.");
    const std::pair<const char*, std::uint64_t> outcomes[] = {
        {"rotated", sum(Event::kRefreshRotated)},
        {"replayed", sum(Event::kRefreshReplayed)},
        {"invalid", refresh_errors(ErrorCode::kRefreshTokenInvalid)},
        {"expired", refresh_errors(ErrorCode::kRefreshTokenExpired)},
        {"reused", refresh_errors(ErrorCode::kRefreshTokenReused)},
        {"revoked", refresh_errors(ErrorCode::kSessionRevoked)}};
    for (const auto& [outcome, count] : outcomes) {
      out_.sample({{"outcome", outcome}}, number(count));
    }
  }

  void sessions() {
    out_.family("latchkey_sign_ups_total", "counter", "Accounts made.");
    out_.sample({}, number(sum(Event::kSignUp)));
    out_.family("latchkey_sign_ins_total", "counter", "Sign-ins of users who had an account.");
    out_.sample({}, number(sum(Event::kSignIn)));
    out_.family("latchkey_revocations_total", "counter", "Sessions that users ended.");
    out_.sample({{"by", "logout"}}, number(sum(Event::kRevokedByLogout)));
    out_.sample({{"by", "device"}}, number(sum(Event::kRevokedAsDevice)));
  }

  void connections() {
    out_.family("latchkey_database_reconnects_total", "counter",
                "Connections made after one was lost.");
    for (const auto& score : scores_) {
      out_.sample({{"handler", score.handler}}, number(score.events(Event::kDatabaseReconnect)));
    }
    out_.family("latchkey_database_failures_total", "counter",
                "Connections lost, and tries that failed.");
    for (const auto& score : scores_) {
      out_.sample({{"handler", score.handler}}, number(score.events(Event::kDatabaseFailure)));
    }
  }

  void outbox(const std::optional<DatabaseGauges>& database) {
    out_.family("latchkey_database_up", "gauge", "Whether the database could be asked just now.");
    out_.sample({}, database ? "1" : "0");
    if (!database) return;
    out_.family("latchkey_outbox_jobs", "gauge", "Jobs that are not done.");
    out_.sample({{"state", "pending"}}, std::to_string(database->outbox_pending));
    out_.sample({{"state", "dead"}}, std::to_string(database->outbox_dead));
    out_.family("latchkey_outbox_oldest_seconds", "gauge", "Age of the oldest pending job.");
    out_.sample({}, std::to_string(database->outbox_oldest_seconds));
    out_.family("latchkey_outbox_attempts", "gauge", "Attempts made so far for pending jobs.");
    out_.sample({}, std::to_string(database->outbox_attempts));
  }

  const std::vector<HandlerScore>& scores_;
  std::string_view (*code_name_)(ErrorCode);
  Writer out_;
};

}  // namespace

std::string exposition(const std::vector<HandlerScore>& scores,
                       const std::optional<DatabaseGauges>& database,
                       std::string_view (*code_name)(ErrorCode)) {
  return Page(scores, code_name).write(database);
}

}  // namespace latchkey
