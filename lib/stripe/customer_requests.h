// Requests to Stripe's customers, and what their answers hold. The version of the API is pinned, so
// that Stripe's account settings change nothing. Holds the secret key: only latchkey-cron makes
// one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/net/transfers.h"

namespace latchkey {

// A page of a list of customers.
struct CustomerPage {
  std::vector<std::string> of_account;  // ids of those whose metadata has the account's id
  std::string last;                     // where the next page starts; empty: there is none
};

class CustomerRequests {
 public:
  // `api_base`: LATCHKEY_STRIPE_API_BASE; `secret_key`: LATCHKEY_STRIPE_SECRET_KEY.
  CustomerRequests(const std::string& api_base, const std::string& secret_key);

  // `form`: of customer_form(). The same key with the same form is done once, however often it is
  // sent within a day.
  [[nodiscard]] HttpTransfer create(std::string form, const std::string& idempotency_key) const;
  [[nodiscard]] HttpTransfer update(const std::string& customer, std::string form,
                                    const std::string& idempotency_key) const;
  // Customers with exactly this e-mail, made at `since` or later, newest first. `after`: the page
  // before's `last`; empty: the first page.
  [[nodiscard]] HttpTransfer list(const std::string& email, UnixSeconds since,
                                  const std::string& after) const;

 private:
  std::string customers_;  // the collection's URL
  std::vector<std::string> headers_;
};

// The id of the customer that `body` is; nothing where it is none, or is another account's.
std::optional<std::string> customer_id(const json_t* body, const std::string& account_id);

// Nothing where `body` is not a list.
std::optional<CustomerPage> customer_page(const json_t* body, const std::string& account_id);

}  // namespace latchkey
