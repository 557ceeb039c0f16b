// What a job tells Stripe about a customer: the parameters, made once from the job's payload and
// frozen in its row, and their form encoding.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

// The parameters as a JSON object: {"email", "name", "metadata": {"account_id", "user_id"}} for a
// new customer. `payload`: the job's, a JSON object. kInternal where that is none or lacks
// something.
Result<std::string> new_customer_params(const std::string& account_id, std::string_view payload);

// {"metadata": {"account_id", "user_id", "business_name", "website"}}: all of it each time, since
// Stripe merges; an empty value unsets.
Result<std::string> customer_update_params(const std::string& account_id, std::string_view payload);

// application/x-www-form-urlencoded, as Stripe wants nested values: metadata[account_id]=…; always
// in the same order, so that a repeated request is the same to the byte. kInternal where `params`
// is not of the shape above.
Result<std::string> customer_form(std::string_view params);

// The frozen e-mail, by which a customer is looked for; empty where there is none.
std::string email_of(std::string_view params);

}  // namespace latchkey
