#include "lib/stripe/customer_params.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(CustomerParams){};

TEST(CustomerParams, ANewCustomerHasEmailNameAndIds) {
  const auto params = CustomerParams::of_create(
      "a-1", R"({"user_id":"u-1","email":"ada@example.org","full_name":"Ada & Co"})");

  CHECK_TRUE(params.has_value());
  STRCMP_EQUAL(
      R"({"email":"ada@example.org","name":"Ada & Co","metadata":{"account_id":"a-1","user_id":"u-1"}})",
      params->json().c_str());
  STRCMP_EQUAL(
      "email=ada%40example.org&name=Ada%20%26%20Co&metadata%5Baccount_id%5D=a-1&"
      "metadata%5Buser_id%5D=u-1",
      params->form().c_str());
  STRCMP_EQUAL("ada@example.org", params->email().c_str());
}

TEST(CustomerParams, WhatWasFrozenComesBackInWhateverOrder) {
  const auto params = CustomerParams::of_create("a-1", R"({"user_id":"u-1","email":"E"})");

  const auto frozen = CustomerParams::from_json(
      R"({"metadata":{"user_id":"u-1","account_id":"a-1"},"name":"","email":"E"})");

  STRCMP_EQUAL(params->form().c_str(), frozen->form().c_str());
  STRCMP_EQUAL(params->json().c_str(), frozen->json().c_str());
}

TEST(CustomerParams, TheFormIsTheSameInWhateverOrderTheParametersCome) {
  const auto one =
      CustomerParams::from_json(R"({"name":"N","email":"E","metadata":{"b":"2","a":"1"}})");
  const auto other =
      CustomerParams::from_json(R"({"metadata":{"a":"1","b":"2"},"email":"E","name":"N"})");

  STRCMP_EQUAL(one->form().c_str(), other->form().c_str());
}

TEST(CustomerParams, AnUpdateIsAFullSnapshotAndUnsetsWhatIsMissing) {
  const auto params = CustomerParams::of_update(
      "a-1", R"({"user_id":"u-1","business_name":"Engines","website":null})");

  STRCMP_EQUAL(
      R"({"metadata":{"account_id":"a-1","business_name":"Engines","user_id":"u-1","website":""}})",
      params->json().c_str());
}

TEST(CustomerParams, AValueIsCutAfter500CharactersNotThroughOne) {
  std::string snowmen;
  for (int i = 0; i < 501; ++i) snowmen += "☃";
  const auto params =
      CustomerParams::of_update("a", R"({"user_id":"u","business_name":")" + snowmen + "\"}");

  const std::string json = params->json();
  const std::size_t start = json.find("☃");
  const std::size_t end = json.rfind("☃") + 3;
  LONGS_EQUAL(1500, end - start);
}

TEST(CustomerParams, APayloadThatLacksSomethingIsRefused) {
  CHECK_FALSE(CustomerParams::of_create("a", "{}").has_value());
  CHECK_FALSE(CustomerParams::of_create("a", R"({"user_id":"u"})").has_value());
  CHECK_FALSE(CustomerParams::of_create("a", "no JSON").has_value());
  CHECK_FALSE(CustomerParams::of_update("a", R"({"business_name":"B"})").has_value());
  CHECK_FALSE(CustomerParams::from_json("{}").has_value());
}

}  // namespace latchkey
