#include "lib/stripe/customer_form.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(CustomerForm){};

TEST(CustomerForm, ANewCustomerHasEmailNameAndIds) {
  const auto params = new_customer_params(
      "a-1", R"({"user_id":"u-1","email":"ada@example.org","full_name":"Ada & Co"})");

  CHECK_TRUE(params.has_value());
  STRCMP_EQUAL(
      R"({"email":"ada@example.org","name":"Ada & Co","metadata":{"account_id":"a-1","user_id":"u-1"}})",
      params->c_str());
  STRCMP_EQUAL(
      "email=ada%40example.org&name=Ada%20%26%20Co&metadata%5Baccount_id%5D=a-1&"
      "metadata%5Buser_id%5D=u-1",
      customer_form(*params)->c_str());
  STRCMP_EQUAL("ada@example.org", email_of(*params).c_str());
}

TEST(CustomerForm, TheFormIsTheSameInWhateverOrderTheParametersCome) {
  const auto one = customer_form(R"({"name":"N","email":"E","metadata":{"b":"2","a":"1"}})");
  const auto other = customer_form(R"({"metadata":{"a":"1","b":"2"},"email":"E","name":"N"})");

  STRCMP_EQUAL(one->c_str(), other->c_str());
}

TEST(CustomerForm, AnUpdateIsAFullSnapshotAndUnsetsWhatIsMissing) {
  const auto params = customer_update_params(
      "a-1", R"({"user_id":"u-1","business_name":"Engines","website":null})");

  STRCMP_EQUAL(
      R"({"metadata":{"account_id":"a-1","user_id":"u-1","business_name":"Engines","website":""}})",
      params->c_str());
}

TEST(CustomerForm, AValueIsCutAfter500CharactersNotThroughOne) {
  std::string snowmen;
  for (int i = 0; i < 501; ++i) snowmen += "☃";
  const auto params =
      customer_update_params("a", R"({"user_id":"u","business_name":")" + snowmen + "\"}");

  const std::size_t start = params->find("☃");
  const std::size_t end = params->rfind("☃") + 3;
  LONGS_EQUAL(1500, end - start);
}

TEST(CustomerForm, APayloadThatLacksSomethingIsRefused) {
  CHECK_FALSE(new_customer_params("a", "{}").has_value());
  CHECK_FALSE(new_customer_params("a", R"({"user_id":"u"})").has_value());
  CHECK_FALSE(new_customer_params("a", "no JSON").has_value());
  CHECK_FALSE(customer_update_params("a", R"({"business_name":"B"})").has_value());
  CHECK_FALSE(customer_form("{}").has_value());
}

}  // namespace latchkey
