#include "cli/services.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "cli/table.h"
#include "db/calls/admin_services.h"
#include "lib/api/service_token.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::int64_t kFormerTokenLives = 86'400;  // seconds
constexpr std::size_t kMaxName = 63;

std::string name_problem(const std::string& name) {
  const bool is_right =
      !name.empty() && name.size() <= kMaxName && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  return is_right ? "" : "must be 1 to 63 of a-z, 0-9 and -";
}

std::string joined(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) text.append(text.empty() ? "" : ",") += scope;
  return text;
}

// Once, and nowhere else: the token alone on stdout, so that a script can keep it.
void print_token(const std::string& token, const std::string& name, bool json) {
  if (json) {
    std::cout << JsonObject().text("name", name).text("token", token).str() << '\n';
    return;
  }
  std::cerr << "The token of " << name << "; it is shown this once:\n";
  std::cout << token << '\n';
}

JsonObject json_of(const AdminService& service) {
  JsonObject json;
  json.text("kind", service.kind)
      .text("name", service.name)
      .text_or_null("scopes", service.scopes)
      .text_or_null("created_at", service.created_at)
      .text_or_null("last_used_at", service.last_used_at)
      .text_or_null("previous_until", service.previous_until);
  return json;
}

}  // namespace

ServicesCommand::ServicesCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const services =
      app.add_subcommand("services", "Your own programs that spend credits and work on analyses.");
  services->require_subcommand(1);

  CLI::App& added =
      add(*services, "add", "Add a service and print its token, once.", &ServicesCommand::make);
  add_name(added);
  added.add_option("--scope", scopes_, "What it may do; several are separated by commas")
      ->required()
      ->delimiter(',')
      ->check(CLI::IsMember({"credits:spend", "credits:grant", "accounts:read", "analyses:work"}));
  added.add_flag("--json", json_, "Print JSON");

  add(*services, "list", "Show the services, and the database roles that are allowed.",
      &ServicesCommand::list)
      .add_flag("--json", json_, "Print JSON");

  CLI::App& rotated = add(*services, "rotate", "Print another token for a service, once.",
                          &ServicesCommand::rotate);
  add_name(rotated);
  rotated.add_flag("--now", now_, "Refuse the former token at once, not after 24 hours");
  rotated.add_flag("--json", json_, "Print JSON");

  add_name(add(*services, "remove", "Remove a service; its tokens are refused at once.",
               &ServicesCommand::remove));
  add_role(add(*services, "allow-role", "Let a database role of yours call schema latchkey_app.",
               &ServicesCommand::allow_role));
  add_role(add(*services, "deny-role", "Take that back.", &ServicesCommand::deny_role));
}

CLI::App& ServicesCommand::add(CLI::App& parent, const char* name, const char* help,
                               Action action) {
  auto* const command = parent.add_subcommand(name, help);
  command->callback([this, action] {
    run_on_database("services", connect_, [&](Caller& db) { return (this->*action)(db); });
  });
  return *command;
}

void ServicesCommand::add_name(CLI::App& command) {
  command.add_option("NAME", name_, "The service's name")->required()->check(name_problem);
}

void ServicesCommand::add_role(CLI::App& command) {
  command.add_option("ROLE", role_, "The database role's name")->required();
}

Error ServicesCommand::named(const Error& error, const std::string& name) const {
  Error of_name = error;
  if (error.code == ErrorCode::kNotFound || error.code == ErrorCode::kInvalidRequest) {
    of_name.detail = for_terminal(name, kMaxName) + ": " + error.detail;
  }
  return of_name;
}

Result<Done> ServicesCommand::make(Caller& db) const {
  const std::string token = new_service_token();
  const std::string scopes = joined(scopes_);
  const auto added = admin_service_add(db, name_, sha256(token), scopes, actor_name());
  if (!added) return named(added.error(), name_);
  print_token(token, name_, json_);
  return Done{};
}

Result<Done> ServicesCommand::list(Caller& db) const {
  const auto services = admin_service_list(db);
  if (!services) return services.error();
  if (json_) {
    JsonArray array;
    for (const AdminService& service : *services) array.object(json_of(service));
    std::cout << array.str() << '\n';
    return Done{};
  }
  Table table({"KIND", "NAME", "SCOPES", "ADDED", "LAST USED", "FORMER TOKEN UNTIL"});
  for (const AdminService& service : *services) {
    table.add({service.kind, for_terminal(service.name, kMaxName), service.scopes.value_or("-"),
               service.created_at.value_or("-"), service.last_used_at.value_or("-"),
               service.previous_until.value_or("-")});
  }
  table.print(std::cout);
  return Done{};
}

Result<Done> ServicesCommand::rotate(Caller& db) const {
  const std::string token = new_service_token();
  const auto rotated =
      admin_service_rotate(db, name_, sha256(token), now_ ? 0 : kFormerTokenLives, actor_name());
  if (!rotated) return named(rotated.error(), name_);
  print_token(token, name_, json_);
  return Done{};
}

Result<Done> ServicesCommand::remove(Caller& db) const {
  const auto removed = admin_service_remove(db, name_, actor_name());
  if (!removed) return named(removed.error(), name_);
  std::cout << "Removed " << name_ << ".\n";
  return Done{};
}

Result<Done> ServicesCommand::allow_role(Caller& db) const {
  const auto allowed = admin_service_role(db, role_, true, actor_name());
  if (!allowed) return named(allowed.error(), role_);
  std::cout << for_terminal(role_, kMaxName) << " may call schema latchkey_app.\n";
  return Done{};
}

Result<Done> ServicesCommand::deny_role(Caller& db) const {
  const auto denied = admin_service_role(db, role_, false, actor_name());
  if (!denied) return named(denied.error(), role_);
  std::cout << for_terminal(role_, kMaxName) << " may not call schema latchkey_app.\n";
  return Done{};
}

}  // namespace latchkey
