#include "cli/sessions.h"

#include <iostream>
#include <utility>

#include "cli/session_story.h"
#include "cli/table.h"
#include "db/calls/admin_session_list.h"
#include "db/calls/admin_session_revoke.h"
#include "db/calls/admin_session_why.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxEmail = 40;
constexpr std::size_t kMaxUserAgent = 60;
constexpr std::size_t kMaxWho = 320;

// As one JSON array, an object a row.
template <typename Items>
void print_json(const Items& items, JsonObject (*object_of)(const typename Items::value_type&)) {
  JsonArray array;
  for (const auto& item : items) array.object(object_of(item));
  std::cout << array.str() << '\n';
}

JsonObject json_of_session(const AdminSession& session) {
  JsonObject json;
  json.text("session_id", session.id)
      .text("user_id", session.user_id)
      .text("email", session.email)
      .text("created_at", session.created_at)
      .text("last_used_at", session.last_used_at)
      .text("expires_at", session.expires_at)
      .text_or_null("ip", session.ip)
      .text_or_null("user_agent", session.user_agent)
      .text("state", session.state)
      .text_or_null("revoked_at", session.revoked_at)
      .text_or_null("revoked_reason", session.revoked_reason);
  return json;
}

JsonObject json_of_end(const SessionEnd& end) {
  JsonObject json;
  json.text("session_id", end.session_id)
      .text_or_null("email", end.email)
      .text_or_null("created_at", end.created_at)
      .text_or_null("ended_at", end.ended_at)
      .text("reason", end.reason)
      .text("explanation", end.explanation)
      .text_or_null("ip", end.ip)
      .text_or_null("user_agent", end.user_agent)
      .text_or_null("request_id", end.request_id)
      .raw("detail", end.detail.value_or("null"));
  return json;
}

std::string state_of(const AdminSession& session) {
  if (!session.revoked_reason) return session.state;
  return session.state + " (" + *session.revoked_reason + ")";
}

}  // namespace

SessionsCommand::SessionsCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const sessions = app.add_subcommand("sessions", "Who is signed in, and who no longer is.");
  sessions->require_subcommand(1);
  add(*sessions, "list", "Show the sessions of a user, newest first.", &SessionsCommand::list);
  add(*sessions, "revoke",
      "End all sessions of a user, or one of them, immediately and permanently.",
      &SessionsCommand::revoke);
  add(*sessions, "why", "Show why sessions ended.", &SessionsCommand::why);
}

void SessionsCommand::add(CLI::App& parent, const char* name, const char* help, Action action) {
  auto* const command = parent.add_subcommand(name, help);
  command->add_option("WHO", who_, "A user's e-mail or id, or a session's id")->required();
  command->add_flag("--json", json_, "Print JSON");
  command->callback([this, action] { run(action); });
}

void SessionsCommand::run(Action action) const {
  run_on_database("sessions", connect_, [&](Caller& db) { return (this->*action)(db); });
}

Error SessionsCommand::nobody() const {
  return Error::of(ErrorCode::kNotFound,
                   "there is no user or session '" + for_terminal(who_, kMaxWho) + "'");
}

Result<Done> SessionsCommand::list(Caller& db) const {
  const auto sessions = admin_session_list(db, who_);
  if (!sessions) return sessions.error();
  if (sessions->empty()) return nobody();
  if (json_) {
    print_json(*sessions, json_of_session);
    return Done{};
  }
  Table table({"SESSION", "USER", "STATE", "SIGNED IN", "LAST USED", "IP", "USER AGENT"});
  for (const AdminSession& session : *sessions) {
    table.add({session.id, for_terminal(session.email, kMaxEmail), state_of(session),
               session.created_at, session.last_used_at, session.ip.value_or("-"),
               for_terminal(session.user_agent.value_or("-"), kMaxUserAgent)});
  }
  table.print(std::cout);
  return Done{};
}

Result<Done> SessionsCommand::revoke(Caller& db) const {
  const auto revoked = admin_session_revoke(db, who_, actor_name());
  if (!revoked) return revoked.error().code == ErrorCode::kNotFound ? nobody() : revoked.error();
  if (json_) {
    std::cout << JsonObject().number("revoked", *revoked).str() << '\n';
  } else if (*revoked == 0) {
    std::cout << "No session was live.\n";
  } else {
    std::cout << "Ended " << *revoked << (*revoked == 1 ? " session.\n" : " sessions.\n");
  }
  return Done{};
}

Result<Done> SessionsCommand::why(Caller& db) const {
  const auto ends = admin_session_why(db, who_);
  if (!ends) return ends.error();
  if (ends->empty()) return nobody();
  if (json_) {
    print_json(*ends, json_of_end);
    return Done{};
  }
  for (const SessionEnd& end : *ends) std::cout << session_story(end);
  return Done{};
}

}  // namespace latchkey
