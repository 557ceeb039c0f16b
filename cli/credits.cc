#include "cli/credits.h"

#include <iostream>
#include <utility>

#include "cli/table.h"
#include "db/calls/admin_credits_grant.h"
#include "db/calls/admin_credits_show.h"
#include "db/calls/check_credits.h"
#include "lib/base/text.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::int64_t kMostAtOnce = 1'000'000'000;
constexpr std::int64_t kMostEntries = 10'000;
constexpr std::size_t kMaxReason = 4000;  // characters, as the ledger has them
constexpr std::size_t kMaxName = 80;
constexpr std::size_t kMaxDescription = 60;
constexpr const char* kAccountHelp = "An account's id or slug, or its user's e-mail or id";

// What is wrong with a reason, in CLI11's way: an empty string where nothing is.
std::string reason_fault(const std::string& text) {
  const auto length = utf8_length(text);
  if (length && *length >= 1 && *length <= kMaxReason) return {};
  return "must be 1 to 4000 characters of UTF-8";
}

std::string amount_fault(const std::string& text) {
  return text.find_first_of("123456789") == std::string::npos ? "must not be 0" : "";
}

std::string json_of(const AccountCredits& account) {
  JsonArray items;
  for (const LedgerEntry& entry : account.entries) {
    items.object(JsonObject()
                     .text("created_at", entry.created_at)
                     .raw("amount", entry.amount)
                     .raw("balance_after", entry.balance_after)
                     .text("type", entry.type)
                     .text("description", entry.description));
  }
  return JsonObject()
      .text("account_id", account.account_id)
      .text("name", account.name)
      .text("slug", account.slug)
      .raw("credits", account.balance)
      .raw("available", account.available)
      .array("items", items)
      .str();
}

}  // namespace

CreditsCommand::CreditsCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const credits = app.add_subcommand("credits", "Show and change the credits of accounts.");
  credits->require_subcommand(1);

  CLI::App& grant = add(*credits, "grant", "Grant credits; a negative AMOUNT removes them.",
                        &CreditsCommand::grant);
  grant.add_option("ACCOUNT", account_, kAccountHelp)->required();
  grant.add_option("AMOUNT", amount_, "How many credits")
      ->required()
      ->check(CLI::Range(-kMostAtOnce, kMostAtOnce))
      ->check(amount_fault);
  grant.add_option("--reason", reason_, "Why; the account's users see it in their ledger")
      ->required()
      ->check(reason_fault);

  CLI::App& show = add(*credits, "show", "Show the balance and the ledger, newest first.",
                       &CreditsCommand::show);
  show.add_option("ACCOUNT", account_, kAccountHelp)->required();
  show.add_option("--limit", limit_, "How many entries at most")
      ->check(CLI::Range(std::int64_t{1}, kMostEntries))
      ->capture_default_str();
  show.add_flag("--json", json_, "Print JSON");

  add(*credits, "check", "Prove every balance by its ledger, and holds and refunds too.",
      &CreditsCommand::check);
}

CLI::App& CreditsCommand::add(CLI::App& parent, const char* name, const char* help, Action action) {
  auto* const command = parent.add_subcommand(name, help);
  command->callback([this, action] {
    run_on_database("credits", connect_, [&](Caller& db) { return (this->*action)(db); });
  });
  return *command;
}

Result<Done> CreditsCommand::grant(Caller& db) const {
  const auto granted = admin_credits_grant(db, {account_, amount_, reason_, actor_name()});
  if (!granted) {
    Error error = granted.error();
    if (error.code == ErrorCode::kUnavailable) {
      error.detail += "; see latchkey credits show before you try again";
    }
    return error;
  }
  const std::string name = for_terminal(granted->account_name, kMaxName);
  if (amount_ > 0) {
    std::cout << "Gave " << name << ' ' << amount_ << " credits; the balance is ";
  } else {
    std::cout << "Took " << -amount_ << " credits from " << name << "; the balance is ";
  }
  std::cout << granted->balance << ".\n";
  return Done{};
}

Result<Done> CreditsCommand::show(Caller& db) const {
  const auto account = admin_credits_show(db, account_, limit_);
  if (!account) return account.error();
  if (json_) {
    std::cout << json_of(*account) << '\n';
    return Done{};
  }
  std::cout << for_terminal(account->name, kMaxName) << " (" << account->slug << ", "
            << account->account_id << "): " << account->balance << " credits";
  if (account->available != account->balance) {
    std::cout << ", of which " << account->available << " are not held";
  }
  std::cout << '\n';
  Table table({"WHEN", "AMOUNT", "BALANCE", "TYPE", "DESCRIPTION"});
  for (const LedgerEntry& entry : account->entries) {
    table.add({entry.created_at, entry.amount, entry.balance_after, entry.type,
               for_terminal(entry.description, kMaxDescription)});
  }
  table.print(std::cout);
  return Done{};
}

Result<Done> CreditsCommand::check(Caller& db) const {
  const auto proof = check_credits(db);
  if (!proof) return proof.error();
  if (proof->wrong.empty() && proof->faults.empty()) {
    std::cout << "Every balance is the sum of its ledger: " << proof->accounts << " accounts, "
              << proof->entries << " entries.\nHolds and refunds agree with it: " << proof->holds
              << " holds, " << proof->refunds << " refunds.\n";
    return Done{};
  }
  Table table({"ACCOUNT", "CREDITS", "LEDGER"});
  for (const WrongBalance& wrong : proof->wrong) {
    table.add({wrong.account_id, wrong.credits, wrong.ledger});
  }
  if (!proof->wrong.empty()) table.print(std::cout);
  Table faults({"ACCOUNT", "ID", "FAULT"});
  for (const CreditFault& fault : proof->faults) {
    faults.add({fault.account_id, fault.subject, fault.fault});
  }
  if (!proof->faults.empty()) faults.print(std::cout);
  std::string found;
  if (!proof->wrong.empty()) {
    found = std::to_string(proof->wrong.size()) + " of " + proof->accounts +
            " accounts do not agree with their ledger";
  }
  if (!proof->faults.empty()) {
    found += (found.empty() ? "" : "; ") + std::to_string(proof->faults.size()) +
             " holds, refunds or accounts do not agree with what is held or given back";
  }
  return Error::of(ErrorCode::kInternal, found);
}

}  // namespace latchkey
