// What a job tells Stripe about a customer: the parameters, made once from the job's payload and
// frozen in its row, and their form encoding.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

class CustomerParams {
 public:
  // Of a new customer: email, name and metadata with account_id and user_id. `payload`: the job's,
  // a JSON object. kInternal where it is not one or lacks something.
  static Result<CustomerParams> of_create(std::string_view account_id, std::string_view payload);

  // Of an update: metadata with account_id, user_id, business_name and website, all of it each
  // time, since Stripe merges; an empty value unsets.
  static Result<CustomerParams> of_update(std::string_view account_id, std::string_view payload);

  // What json() wrote, in whatever order it comes back. kInternal where it is something else.
  static Result<CustomerParams> from_json(std::string_view json);

  // To be frozen: {"email": …, "name": …, "metadata": {…}}.
  [[nodiscard]] std::string json() const;

  // application/x-www-form-urlencoded, as Stripe takes nested values: metadata[account_id]=…;
  // always in the same order, so that a repeated request is the same to the byte.
  [[nodiscard]] std::string form() const;

  // By which a customer is looked for; empty where there is none.
  [[nodiscard]] std::string email() const;

 private:
  using Fields = std::map<std::string, std::string>;

  CustomerParams(Fields fields, Fields metadata)
      : fields_(std::move(fields)), metadata_(std::move(metadata)) {}

  Fields fields_;
  Fields metadata_;
};

}  // namespace latchkey
