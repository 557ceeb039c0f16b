#include "cron/sentry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/crypto/crypto.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::size_t kMostGroups = 10;
// Ids of reports are below it, so that what is left of the run's transfers is told from them.
constexpr TransferId kBeforeReports = 0;

// What two events have in common that are one trouble: words without ids and numbers.
std::string reason_of(std::string_view why) {
  std::string reason;
  std::string word;
  const auto end_word = [&] {
    const bool has_digit = word.find_first_of("0123456789") != std::string::npos;
    // A status is a reason; what is longer is somebody's id.
    if (!has_digit || word.size() <= 3) reason.append(word).append(" ");
    word.clear();
  };
  for (const char c : why) {
    if (c == ' ') {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return reason;
}

std::string random_event_id() {
  std::array<char, 16> bytes{};
  random_bytes(bytes.data(), bytes.size());
  return hex(sha256({bytes.data(), bytes.size()})).substr(0, 32);
}

}  // namespace

Result<SentryTarget> sentry_target(const std::string& dsn) {
  const auto url = split_url(dsn);
  const std::size_t slash = url ? url->rest.rfind('/') : std::string_view::npos;
  if (slash == std::string_view::npos || url->userinfo.empty()) {
    return Error::of(ErrorCode::kInternal, "not a Sentry DSN");
  }
  const std::string_view key = url->userinfo.substr(0, url->userinfo.find(':'));
  std::string target(url->scheme);
  target.append("://").append(authority_of(*url));
  target.append(url->rest.substr(0, slash)).append("/api");
  target.append(url->rest.substr(slash)).append("/envelope/");
  return SentryTarget{
      std::move(target),
      "Sentry sentry_version=7, sentry_client=latchkey/1, sentry_key=" + std::string(key)};
}

void ErrorReports::add(ErrorReport report) {
  const std::string reason = reason_of(report.why);
  const auto same = std::find_if(groups_.begin(), groups_.end(), [&](const Grouped& group) {
    return group.first.level == report.level && group.first.kind == report.kind &&
           reason_of(group.first.why) == reason;
  });
  if (same != groups_.end()) {
    ++same->count;
  } else if (groups_.size() < kMostGroups) {
    groups_.push_back({std::move(report), 1});
  }
}

std::string sentry_envelope(const ErrorReports::Grouped& group, const std::string& event_id,
                            UnixSeconds now) {
  const ErrorReport& report = group.first;
  JsonObject message;
  message.text("formatted", report.kind + ": " + report.why);
  JsonObject tags;
  tags.text("kind", report.kind);
  JsonObject extra;
  extra.number("job", report.job).text("account", report.account).number("jobs", group.count);
  const std::string event =
      JsonObject()
          .text("event_id", event_id)
          .number("timestamp", now)
          .text("platform", "native")
          .text("logger", "latchkey-cron")
          .text("level", report.level == ReportLevel::kError ? "error" : "warning")
          .object("message", message)
          .object("tags", tags)
          .object("extra", extra)
          .array("fingerprint", JsonArray().text(report.kind).text(reason_of(report.why)))
          .str();
  const std::string header = JsonObject().text("event_id", event_id).str();
  const std::string item = JsonObject()
                               .text("type", "event")
                               .number("length", static_cast<std::int64_t>(event.size()))
                               .text("content_type", "application/json")
                               .str();
  return header + '\n' + item + '\n' + event + '\n';
}

void send_reports(const ErrorReports& reports, const SentryTarget& target, Transfers& transfers,
                  Log& log, std::chrono::milliseconds time) {
  TransferId id = kBeforeReports;
  for (const ErrorReports::Grouped& group : reports.groups()) {
    HttpTransfer transfer;
    transfer.url = target.url;
    transfer.headers = {"Content-Type: application/x-sentry-envelope",
                        "X-Sentry-Auth: " + target.auth};
    transfer.body = sentry_envelope(group, random_event_id(), system_clock());
    transfers.start(--id, std::move(transfer));
  }
  const auto end = std::chrono::steady_clock::now() + time;
  while (transfers.in_flight() > 0 && std::chrono::steady_clock::now() < end) {
    for (const auto& [of, reply] : transfers.run(std::chrono::milliseconds(100), -1)) {
      if (of >= kBeforeReports || (reply.fault.empty() && reply.status < 300)) continue;
      log.warning("Sentry refused a report",
                  {{"status", std::int64_t{reply.status}}, {"detail", reply.fault}});
    }
  }
}

}  // namespace latchkey
