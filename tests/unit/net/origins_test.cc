#include "lib/net/origins.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Origins){};

TEST(Origins, OriginIsSchemeHostAndPort) {
  CHECK_EQ(origin_of("https://id.example/path?query"), "https://id.example:443");
  CHECK_EQ(origin_of("HTTPS://ID.Example"), "https://id.example:443");
  CHECK_EQ(origin_of("https://id.example:8443"), "https://id.example:8443");
  CHECK_EQ(origin_of("http://[::1]/"), "http://[::1]:80");
}

TEST(Origins, OtherTextHasNone) {
  for (const char* url : {"", "id.example", "/path", "ftp://id.example", "https://", "https:///x",
                          "https://user@id.example", "https://id.example\\@evil.example",
                          "https://id .example", "javascript:alert(1)"}) {
    CHECK_TRUE(origin_of(url).empty());
  }
}

TEST(Origins, OnlyAddedOnesAreAllowed) {
  AllowedOrigins origins(false);
  CHECK_TRUE(origins.add("https://id.example/token").has_value());

  CHECK_TRUE(origins.has("https://id.example:443/jwks"));
  for (const char* url : {"http://id.example", "https://id.example:444", "https://id.example.evil",
                          "https://sub.id.example", "https://id.example@evil.example", ""}) {
    CHECK_FALSE(origins.has(url));
  }
}

TEST(Origins, HttpIsTakenForLoopbackWhereAskedFor) {
  for (const char* url : {"http://localhost:3000", "http://127.0.0.1", "http://[::1]:3000"}) {
    CHECK_TRUE(AllowedOrigins(true).add(url).has_value());
    CHECK_FALSE(AllowedOrigins(false).add(url).has_value());
  }
  for (const char* url : {"http://id.example", "http://127.evil.example", "http://10.0.0.1"}) {
    CHECK_FALSE(AllowedOrigins(true).add(url).has_value());
  }
}

}  // namespace latchkey
