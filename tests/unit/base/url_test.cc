#include "lib/base/url.h"

#include <string>

#include "tests/unit/check.h"

using latchkey::is_https_or_loopback;
using latchkey::is_loopback;
using latchkey::split_url;

namespace {

bool is_accepted(std::string_view text) {
  const auto url = split_url(text);
  return url && is_https_or_loopback(*url);
}

}  // namespace

TEST_GROUP(Url){};

TEST(Url, AuthorityHasTheBracketsOfAnIpv6Address) {
  STRCMP_EQUAL("[::1]:8080", latchkey::authority_of(*split_url("http://a:b@[::1]:8080/x")).c_str());
  STRCMP_EQUAL("host.example", latchkey::authority_of(*split_url("https://host.example/")).c_str());
}

TEST(Url, PartsAreSplit) {
  const auto url = split_url("smtps://user%40a:pw@mail.example.com:465/x?y#z");

  CHECK(url.has_value());
  CHECK_EQ(url->scheme, "smtps");
  CHECK_EQ(url->userinfo, "user%40a:pw");
  CHECK_EQ(url->host, "mail.example.com");
  CHECK_EQ(url->port, "465");
  CHECK_EQ(url->rest, "/x?y#z");
}

TEST(Url, PartsMayBeMissing) {
  const auto url = split_url("https://example.com");

  CHECK(url.has_value());
  CHECK(url->userinfo.empty());
  CHECK(url->port.empty());
  CHECK(url->rest.empty());
}

TEST(Url, Ipv6HostsLoseTheirBrackets) {
  const auto url = split_url("http://[::1]:8080?q");

  CHECK(url.has_value());
  CHECK_EQ(url->host, "::1");
  CHECK_EQ(url->port, "8080");
  CHECK_EQ(url->rest, "?q");
}

TEST(Url, WhatIsNoUrlOrIsReadInTwoWaysIsRefused) {
  for (const auto* text : {"",
                           "example.com",
                           "//example.com",
                           "://example.com",
                           "1s://example.com",
                           "https:/example.com",
                           "https://",
                           "https:///path",
                           "https://:443",
                           "https://a:0",
                           "https://a:65536",
                           "https://a:+1",
                           "https://a:8o",
                           "https://a:",
                           "https://[::1",
                           "https://[::1]x",
                           "https://[a]",
                           "https://[]",
                           "https://@a",
                           "https://a@b@c",
                           "https://a b",
                           "https://a\\@b",
                           "https://a\n",
                           "https://a%2fb",
                           "https://ä.example",
                           "https://a,b",
                           "https://a\x7F"}) {
    CHECK_FALSE_TEXT(split_url(text).has_value(), text);
  }
}

TEST_GROUP(Loopback){};

TEST(Loopback, ItsThreeFormsAreKnown) {
  for (const auto* host : {"localhost", "LocalHost", "127.0.0.1", "127.255.0.3", "::1"}) {
    CHECK_TRUE_TEXT(is_loopback(host), host);
  }
}

TEST(Loopback, HostsThatLookLikeItAreNot) {
  for (const auto* host :
       {"127.0.0.1.evil.com", "localhost.evil.com", "evil-localhost", "127.evil.com", "127.1",
        "0127.0.0.1", "128.0.0.1", "0.0.0.0", "::", "::2", "::ffff:127.0.0.1", "2130706433",
        "0x7f000001", "localhost.", "", "10.0.0.1"}) {
    CHECK_FALSE_TEXT(is_loopback(host), host);
  }
}

TEST(Loopback, PlainHttpIsForLoopbackOnly) {
  for (const auto* url : {"https://example.com", "HTTPS://example.com/x", "http://localhost:3000",
                          "http://127.0.0.1", "http://[::1]:9/x"}) {
    CHECK_TRUE_TEXT(is_accepted(url), url);
  }
  for (const auto* url :
       {"http://example.com", "http://127.0.0.1.evil.com", "http://localhost@evil.com",
        "http://127.0.0.1@evil.com:80", "http://evil.com#@127.0.0.1", "http://evil.com?@localhost",
        "http://evil.com\\@localhost", "https://user@example.com", "ftp://localhost",
        "httpx://localhost"}) {
    CHECK_FALSE_TEXT(is_accepted(url), url);
  }
}
