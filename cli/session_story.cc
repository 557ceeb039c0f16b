#include "cli/session_story.h"

#include <optional>
#include <string_view>

#include "cli/table.h"
#include "lib/json/json.h"
#include "lib/json/members.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxText = 200;

// A member of the audit entry's detail, e.g. ", by session 1234", or nothing.
std::string told_by(const SessionEnd& end, const char* name, std::string_view words) {
  const auto detail = parse_json(end.detail.value_or("{}"));
  if (!detail) return {};
  const auto value = text_member(detail->get(), name);
  if (!value) return {};
  return std::string(words) + for_terminal(*value, kMaxText);
}

// What happened, as the sentence that follows "It ".
std::string what_happened(const SessionEnd& end) {
  const std::string at = end.ended_at ? " at " + *end.ended_at : "";
  if (end.reason == "live") return "is live; nothing has ended it.";
  if (end.reason == "expired") {
    return "expired" + at + ": it was not refreshed in time, or it reached its age limit.";
  }
  if (end.reason == "purged") return "expired and has been purged since; when is not on record.";
  if (end.reason == "logout") return "was logged out by its own client" + at + ".";
  if (end.reason == "logout_elsewhere") {
    return "was logged out" + at + " from another device" +
           told_by(end, "by_session", ", by session ") + told_by(end, "scope", ", scope ") + ".";
  }
  if (end.reason == "revoked_by_user") {
    return "was ended by the user" + at + " from the list of devices" +
           told_by(end, "by_session", ", by session ") + ".";
  }
  if (end.reason == "reuse") {
    return "was ended for safety" + at +
           ": a refresh token that had been spent was presented again, without the Idempotency-Key "
           "that spent it.\n  Either somebody has a copy of it, or two programs share one token.";
  }
  if (end.reason == "admin") {
    return "was ended" + at + " by an administrator" + told_by(end, "actor", ", ") + ".";
  }
  return "ended" + at + ": " + for_terminal(end.explanation, kMaxText);
}

}  // namespace

std::string session_story(const SessionEnd& end) {
  std::string story = "Session " + end.session_id + " of " +
                      for_terminal(end.email.value_or("a user who is gone"), kMaxText);
  if (end.created_at) story += ", signed in at " + *end.created_at;
  story += "\n  It " + what_happened(end) + '\n';
  std::string from;
  if (end.ip) from += "  From " + *end.ip;
  if (end.user_agent && !end.user_agent->empty()) {
    from += (from.empty() ? "  By " : ", by ") + for_terminal(*end.user_agent, kMaxText);
  }
  if (!from.empty()) story += from + '\n';
  if (end.request_id) {
    story += "  Request " + for_terminal(*end.request_id, kMaxText) + " in the logs\n";
  }
  return story;
}

}  // namespace latchkey
