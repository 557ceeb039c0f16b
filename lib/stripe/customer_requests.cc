#include "lib/stripe/customer_requests.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/base/url.h"
#include "lib/json/members.h"
#include "lib/net/form.h"

namespace latchkey {
namespace {

constexpr std::string_view kStripeVersion = "2024-06-20";
constexpr std::string_view kPageSize = "100";  // the most that Stripe gives

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
}

std::optional<std::string_view> account_of(const json_t* customer) {
  return text_member(object_member(customer, "metadata"), "account_id");
}

std::vector<std::string> with_key(std::vector<std::string> headers, const std::string& key) {
  headers.push_back("Content-Type: application/x-www-form-urlencoded");
  headers.push_back("Idempotency-Key: " + key);
  return headers;
}

}  // namespace

CustomerRequests::CustomerRequests(const std::string& api_base, const std::string& secret_key)
    : customers_(api_base),
      headers_({"Authorization: Bearer " + secret_key,
                std::string("Stripe-Version: ").append(kStripeVersion)}) {
  while (customers_.ends_with('/')) customers_.pop_back();
  customers_ += "/v1/customers";
}

HttpTransfer CustomerRequests::create(std::string form, const std::string& idempotency_key) const {
  return {customers_, with_key(headers_, idempotency_key), std::move(form)};
}

HttpTransfer CustomerRequests::update(const std::string& customer, std::string form,
                                      const std::string& idempotency_key) const {
  return {customers_ + '/' + percent_encode(customer), with_key(headers_, idempotency_key),
          std::move(form)};
}

HttpTransfer CustomerRequests::list(const std::string& email, UnixSeconds since,
                                    const std::string& after) const {
  const std::string from = std::to_string(since);
  std::vector<FormField> query = {{"email", email}, {"created[gte]", from}, {"limit", kPageSize}};
  if (!after.empty()) query.push_back({"starting_after", after});
  return {customers_ + '?' + form_encode(query), headers_, std::nullopt};
}

std::optional<std::string> customer_id(const json_t* body, const std::string& account_id) {
  const auto id = text_member(body, "id");
  if (!id || !is_id(*id) || account_of(body).value_or(account_id) != account_id) {
    return std::nullopt;
  }
  return std::string(*id);
}

std::optional<CustomerPage> customer_page(const json_t* body, const std::string& account_id) {
  const auto items = array_member(body, "data");
  const auto has_more = boolean_member(body, "has_more");
  if (!items || !has_more) return std::nullopt;
  CustomerPage page;
  for (const json_t* const item : *items) {
    const auto id = text_member(item, "id");
    if (!id || !is_id(*id)) return std::nullopt;
    if (account_of(item) == account_id) page.of_account.emplace_back(*id);
    if (*has_more) page.last = *id;
  }
  return page;
}

}  // namespace latchkey
