#include "lib/stripe/customer_form.h"

#include <vector>

#include "lib/base/text.h"
#include "lib/json/json.h"
#include "lib/json/members.h"
#include "lib/net/form.h"

namespace latchkey {
namespace {

// Stripe's limits (API reference: customers, metadata), in characters.
constexpr std::size_t kMaxEmail = 512;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxMetadataKeys = 50;
constexpr std::size_t kMaxMetadataKey = 40;
constexpr std::size_t kMaxMetadataValue = 500;

std::string text_or_empty(const json_t* object, const char* name) {
  return std::string(text_member(object, name).value_or(""));
}

// Puts a value into metadata, cut to what Stripe takes.
void put(JsonObject& metadata, const char* name, std::string_view value) {
  metadata.text(name, first_characters(value, kMaxMetadataValue));
}

Error malformed(std::string_view what) {
  return fail(ErrorCode::kInternal, std::string(what) + " is not of the agreed shape");
}

// account_id and user_id, which every customer has.
Result<JsonObject> ids(const std::string& account_id, const json_t* payload) {
  const auto user_id = text_member(payload, "user_id");
  if (!user_id) return malformed("the job's payload");
  JsonObject metadata;
  put(metadata, "account_id", account_id);
  put(metadata, "user_id", *user_id);
  return metadata;
}

}  // namespace

Result<std::string> new_customer_params(const std::string& account_id, std::string_view payload) {
  const auto parsed = parse_json(payload);
  if (!parsed) return malformed("the job's payload");
  const auto metadata = ids(account_id, parsed->get());
  const std::string email = text_or_empty(parsed->get(), "email");
  if (!metadata || email.empty()) return malformed("the job's payload");
  return JsonObject()
      .text("email", first_characters(email, kMaxEmail))
      .text("name", first_characters(text_or_empty(parsed->get(), "full_name"), kMaxName))
      .object("metadata", *metadata)
      .str();
}

Result<std::string> customer_update_params(const std::string& account_id,
                                           std::string_view payload) {
  const auto parsed = parse_json(payload);
  if (!parsed) return malformed("the job's payload");
  auto metadata = ids(account_id, parsed->get());
  if (!metadata) return metadata.error();
  put(*metadata, "business_name", text_or_empty(parsed->get(), "business_name"));
  put(*metadata, "website", text_or_empty(parsed->get(), "website"));
  return JsonObject().object("metadata", *metadata).str();
}

Result<std::string> customer_form(std::string_view params) {
  const auto parsed = parse_json(params);
  const json_t* const metadata = parsed ? object_member(parsed->get(), "metadata") : nullptr;
  if (!metadata) return malformed("what the job has frozen");
  const auto values = text_members(metadata);
  if (values.size() > kMaxMetadataKeys) return malformed("what the job has frozen");

  std::vector<FormField> form;
  for (const auto& [name, value] : text_members(parsed->get())) form.push_back({name, value});
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const auto& [name, value] : values) {
    names.push_back("metadata[" + std::string(first_characters(name, kMaxMetadataKey)) + "]");
    form.push_back({names.back(), value});
  }
  return form_encode(form);
}

std::string email_of(std::string_view params) {
  const auto parsed = parse_json(params);
  return parsed ? text_or_empty(parsed->get(), "email") : std::string();
}

}  // namespace latchkey
