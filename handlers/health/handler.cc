#include "handlers/health/handler.h"

#include <string_view>
#include <utility>

#include "db/calls/health_check.h"
#include "db/calls/health_write.h"
#include "lib/json/json.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

constexpr std::string_view kOk = "ok";
constexpr const char* kRetryAfterSeconds = "1";
constexpr UnixSeconds kWriteHolds = 5;  // seconds that a write tells of

struct Checks {
  std::string database{kOk};
  std::string migrations{kOk};
  std::string signing_key{kOk};
  std::string outbox{kOk};

  [[nodiscard]] bool any(std::string_view state) const {
    return database.starts_with(state) || migrations.starts_with(state) ||
           signing_key.starts_with(state) || outbox.starts_with(state);
  }
};

std::string jobs(std::int64_t count, std::string_view state) {
  return std::to_string(count) + (count == 1 ? " job " : " jobs ") + std::string(state);
}

// Overdue jobs fail the check: nothing is being sent. Dead ones degrade it, a person must look, and
// so do those that wait for a setting (latchkey outbox status says which).
std::string outbox_state(const DatabaseHealth& database) {
  if (database.outbox_overdue > 0) return "failing: " + jobs(database.outbox_overdue, "overdue");
  if (database.outbox_dead > 0) return "degraded: " + jobs(database.outbox_dead, "dead");
  if (database.outbox_held > 0) {
    return "degraded: " + jobs(database.outbox_held, "waiting for a setting");
  }
  return std::string(kOk);
}

bool takes_writes(Health& context) {
  const UnixSeconds now = context.clock();
  const auto& last = context.last_write;
  if (!last || now < last->at || now >= last->at + kWriteHolds) {
    const bool good = static_cast<bool>(health_write(context.db));
    // Counted from its end: one that hangs takes as long as a call may.
    context.last_write = Health::Write{context.clock(), good};
  }
  return context.last_write->good;
}

void check_database(Checks& checks, Health& context) {
  const auto database = health_check(context.db, context.latest_migration);
  if (database) {
    if (!database->migrations) checks.migrations = "failing: the latest is not applied";
    checks.outbox = outbox_state(*database);
    if (!takes_writes(context)) checks.database = "failing: nothing can be written";
    return;
  }
  const bool away = database.error().code == ErrorCode::kUnavailable;
  checks.database = away ? "failing: not reachable" : "failing: its check can't be called";
  checks.migrations = checks.outbox = "failing: not known without the database";
}

}  // namespace

Result<Health> Health::create(Services& services) {
  const AccessTokenSettings settings = access_token_settings(services.config);
  const std::string jwks = services.config.text(Key::kJwksFile);
  if (auto read = services.config.finish(); !read) return read.error();
  return Health{.db = services.db(),
                .latest_migration = LATCHKEY_LATEST_MIGRATION,
                .check_signing_key = [settings, jwks]() -> Result<Done> {
                  const auto verifier = access_token_verifier(jwks, settings);
                  if (!verifier) return verifier.error();
                  return Done{};
                }};
}

Result<Response> handle_health(const Request&, Health& context) {
  Checks checks;
  check_database(checks, context);
  if (!context.check_signing_key()) checks.signing_key = "failing: no usable published key";

  const bool failing = checks.any("failing");
  const char* status = failing ? "failing" : checks.any("degraded") ? "degraded" : "ok";
  JsonObject list;
  list.text("database", checks.database)
      .text("migrations", checks.migrations)
      .text("signing_key", checks.signing_key)
      .text("outbox", checks.outbox);
  Response response =
      ok(JsonObject().text("status", status).object("checks", std::move(list)).str());
  if (failing) {
    response.status = 503;
    response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  }
  return response;
}

}  // namespace latchkey
