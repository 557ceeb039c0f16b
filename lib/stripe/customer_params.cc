#include "lib/stripe/customer_params.h"

#include <utility>
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

constexpr std::string_view kPayload = "the job's payload";
constexpr std::string_view kFrozen = "what the job has frozen";

// A text member, cut to what Stripe takes; empty where it is absent.
std::string cut(const json_t* object, const char* name, std::size_t most) {
  return std::string(first_characters(text_member(object, name).value_or(""), most));
}

Error malformed(std::string_view what) {
  return Error::of(ErrorCode::kInternal, std::string(what) + " is not of the agreed shape");
}

}  // namespace

Result<CustomerParams> CustomerParams::of_create(std::string_view account_id,
                                                 std::string_view payload) {
  const auto parsed = parse_json(payload);
  const json_t* const object = parsed ? parsed->get() : nullptr;
  Fields fields = {{"email", cut(object, "email", kMaxEmail)},
                   {"name", cut(object, "full_name", kMaxName)}};
  Fields metadata = {{"account_id", std::string(account_id)},
                     {"user_id", cut(object, "user_id", kMaxMetadataValue)}};
  if (fields["email"].empty() || metadata["user_id"].empty()) return malformed(kPayload);
  return CustomerParams(std::move(fields), std::move(metadata));
}

Result<CustomerParams> CustomerParams::of_update(std::string_view account_id,
                                                 std::string_view payload) {
  const auto parsed = parse_json(payload);
  const json_t* const object = parsed ? parsed->get() : nullptr;
  Fields metadata = {{"account_id", std::string(account_id)},
                     {"user_id", cut(object, "user_id", kMaxMetadataValue)},
                     {"business_name", cut(object, "business_name", kMaxMetadataValue)},
                     {"website", cut(object, "website", kMaxMetadataValue)}};
  if (metadata["user_id"].empty()) return malformed(kPayload);
  return CustomerParams({}, std::move(metadata));
}

Result<CustomerParams> CustomerParams::from_json(std::string_view json) {
  const auto parsed = parse_json(json);
  const json_t* const metadata = parsed ? object_member(parsed->get(), "metadata") : nullptr;
  if (!metadata) return malformed(kFrozen);
  CustomerParams params({}, {});
  for (const auto& [name, value] : text_members(parsed->get())) {
    params.fields_.emplace(name, value);
  }
  for (const auto& [name, value] : text_members(metadata)) {
    params.metadata_.emplace(first_characters(name, kMaxMetadataKey), value);
  }
  if (params.metadata_.size() > kMaxMetadataKeys) return malformed(kFrozen);
  return params;
}

std::string CustomerParams::json() const {
  JsonObject metadata;
  for (const auto& [name, value] : metadata_) metadata.text(name.c_str(), value);
  JsonObject params;
  for (const auto& [name, value] : fields_) params.text(name.c_str(), value);
  return params.object("metadata", metadata).str();
}

std::string CustomerParams::form() const {
  std::vector<FormField> form;
  for (const auto& [name, value] : fields_) form.push_back({name, value});
  std::vector<std::string> names;
  names.reserve(metadata_.size());
  for (const auto& [name, value] : metadata_) {
    names.push_back("metadata[" + name + "]");
    form.push_back({names.back(), value});
  }
  return form_encode(form);
}

std::string CustomerParams::email() const {
  const auto found = fields_.find("email");
  return found == fields_.end() ? std::string() : found->second;
}

}  // namespace latchkey
