#include "handlers/leads/handler.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "db/calls/lead_create.h"
#include "db/calls/lead_get.h"
#include "db/calls/lead_list.h"
#include "lib/api/cursor.h"
#include "lib/api/page.h"
#include "lib/http/input.h"
#include "lib/http/limits.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::string_view kLeads = "/api/leads";
constexpr std::string_view kOneLead = "/api/leads/";

// Catches slips of the hand. What an address may be beyond that (RFC 5321, RFC 6531) only its mail
// server knows.
bool looks_like_email(std::string_view text) {
  const auto at = text.find('@');
  const bool has_blank = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
  });
  return !has_blank && at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos;
}

Result<NewLead> read_lead(const Request& request) {
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  NewLead lead;
  lead.name = reader.text("name", 1, kMaxName);
  lead.email = reader.optional_text("email", 1, kMaxEmail);
  if (lead.email && !lead.email->empty() && !looks_like_email(*lead.email)) {
    reader.report("email", "must be an e-mail address");
  }
  lead.website = reader.optional_url("website", kMaxUrl);
  lead.notes = reader.optional_text("notes", 0, kMaxText);
  if (auto read = reader.finish(); !read) return read.error();
  return lead;
}

Result<Response> create(const Request& request, const AccessClaims& who, Caller& db) {
  const auto attempt = attempt_of(request);
  if (!attempt) return attempt.error();
  const auto lead = read_lead(request);
  if (!lead) return lead.error();

  auto made = lead_create(db, who, *lead, *attempt);
  if (!made) return made.error();
  return created(std::move(*made));
}

Result<Response> list(const Request& request, const AccessClaims& who, Caller& db) {
  const auto start = search_start(request);
  if (!start) return start.error();

  const auto page = lead_list(db, who, *start);
  if (!page) return page.error();
  return ok(page_json(page->items, page->next));
}

Result<Response> show(const Request& request, const AccessClaims& who, Caller& db) {
  const auto id = path_id(request, kOneLead);
  if (!id) return id.error();

  auto lead = lead_get(db, who, *id);
  if (!lead) return lead.error();
  return ok(std::move(*lead));
}

}  // namespace

Result<Response> handle_leads(const Request& request, const AccessClaims& who, Caller& db) {
  if (request.path != kLeads) return show(request, who, db);
  // The gateway lets no other method through.
  return request.method == "POST" ? create(request, who, db) : list(request, who, db);
}

}  // namespace latchkey
