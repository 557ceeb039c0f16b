#include "lib/fcgi/reply.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

std::string reply(const Response& response) {
  std::string out;
  append_reply(out, response);
  return out;
}

}  // namespace

TEST_GROUP(Reply){};

TEST(Reply, IsNeverStored) {
  STRCMP_EQUAL("Status: 200\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n\r\n{}",
               reply(ok("{}")).c_str());
}

TEST(Reply, TypeOfTheResponseGoesBeforeTheDefault) {
  const Response response{404, "{}", {{"content-type", "application/problem+json"}}};

  STRCMP_EQUAL(
      "Status: 404\r\nCache-Control: no-store\r\ncontent-type: application/problem+json\r\n\r\n{}",
      reply(response).c_str());
}

TEST(Reply, WithoutBodyThereIsNoType) {
  STRCMP_EQUAL("Status: 204\r\nCache-Control: no-store\r\nX-User-Id: u\r\n\r\n",
               reply({204, "", {{"X-User-Id", "u"}}}).c_str());
}

}  // namespace latchkey
