#include "lib/stripe/customer_requests.h"

#include <algorithm>
#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

bool has(const HttpTransfer& transfer, const std::string& header) {
  return std::find(transfer.headers.begin(), transfer.headers.end(), header) !=
         transfer.headers.end();
}

JsonPtr json(const std::string& text) { return std::move(*parse_json(text)); }

}  // namespace

TEST_GROUP(CustomerRequests) { CustomerRequests customers{"https://api.stripe.com/", "sk_1"}; };

TEST(CustomerRequests, CreateIsAPostWithKeyAndPinnedVersion) {
  const auto transfer = customers.create("email=e", "key-1");

  STRCMP_EQUAL("https://api.stripe.com/v1/customers", transfer.url.c_str());
  STRCMP_EQUAL("email=e", transfer.body->c_str());
  CHECK_TRUE(has(transfer, "Authorization: Bearer sk_1"));
  CHECK_TRUE(has(transfer, "Idempotency-Key: key-1"));
  CHECK_TRUE(has(transfer, "Content-Type: application/x-www-form-urlencoded"));
  CHECK_TRUE(std::any_of(transfer.headers.begin(), transfer.headers.end(),
                         [](const auto& line) { return line.starts_with("Stripe-Version: 20"); }));
}

TEST(CustomerRequests, UpdateNamesTheCustomer) {
  const auto transfer = customers.update("cus_1", "a=b", "key-1");

  STRCMP_EQUAL("https://api.stripe.com/v1/customers/cus_1", transfer.url.c_str());
}

TEST(CustomerRequests, ListFiltersByEmailAndTime) {
  const auto transfer = customers.list("a+b@example.org", 1700000000, "cus_9");

  STRCMP_EQUAL(
      "https://api.stripe.com/v1/customers?email=a%2Bb%40example.org&created%5Bgte%5D=1700000000&"
      "limit=100&starting_after=cus_9",
      transfer.url.c_str());
  CHECK_FALSE(transfer.body.has_value());
}

TEST(CustomerRequests, ACustomerOfAnotherAccountIsNoAnswer) {
  const auto of = [](const char* account) {
    return json(std::string(R"({"id":"cus_1","metadata":{"account_id":")") + account + "\"}}");
  };

  STRCMP_EQUAL("cus_1", customer_id(of("a").get(), "a")->c_str());
  CHECK_FALSE(customer_id(of("b").get(), "a").has_value());
  CHECK_FALSE(customer_id(json(R"({"id":"../x"})").get(), "a").has_value());
  CHECK_FALSE(customer_id(json("{}").get(), "a").has_value());
}

TEST(CustomerRequests, APageHasTheAccountsCustomersAndWhereTheNextStarts) {
  const auto page =
      customer_page(json(R"({"has_more":true,"data":[{"id":"cus_1","metadata":{"account_id":"a"}},)"
                         R"({"id":"cus_2","metadata":{}}]})")
                        .get(),
                    "a");

  LONGS_EQUAL(1, page->of_account.size());
  STRCMP_EQUAL("cus_2", page->last.c_str());
  CHECK_TRUE(customer_page(json(R"({"has_more":false,"data":[]})").get(), "a")->last.empty());
  CHECK_FALSE(customer_page(json("{}").get(), "a").has_value());
}

}  // namespace latchkey
