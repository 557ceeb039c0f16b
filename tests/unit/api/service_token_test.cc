#include "lib/api/service_token.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(ServiceToken){
    Result<ServiceCaller> caller(const std::string& authorization){Request request;
request.authorization = authorization;
return service_caller(request);
}  // namespace latchkey
}
;

TEST(ServiceToken, NewOnesDifferAndAreTaken) {
  const std::string token = new_service_token();

  LONGS_EQUAL(47, token.size());
  CHECK_TRUE(token.starts_with("lks_"));
  CHECK_TRUE(token != new_service_token());
  CHECK_EQ(caller("Bearer " + token)->token, sha256(token));
  CHECK_EQ(caller("bearer  " + token)->token, sha256(token));
}

TEST(ServiceToken, WhatHasAnotherFormIsRefused) {
  const std::string token = new_service_token();
  for (const std::string& text :
       {std::string(), std::string("Bearer"), std::string("Bearer lks_"), "Basic " + token,
        "Bearer " + token + "A", "Bearer " + token.substr(0, 46), "Bearer x" + token,
        "Bearer " + token + " "}) {
    const auto who = caller(text);
    CHECK_FALSE_TEXT(who.has_value(), text.c_str());
    CHECK_EQ(who.error().code, ErrorCode::kServiceTokenInvalid);
    CHECK_TRUE(who.error().detail.find("lks_") == std::string::npos);
  }
}

}  // namespace latchkey
