#include "handlers/auth_verify/page.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

const std::vector<std::string> kOwn = {"https://app.example", "https://other.example"};

}  // namespace

TEST_GROUP(Page) {
  Request request;

  bool is_own() { return is_own_request(request, kOwn); }
};

TEST(Page, ReadingIsOwnFromAnywhere) {
  request.sec_fetch_site = "cross-site";
  for (const char* method : {"GET", "HEAD"}) {
    request.asked_method = method;
    CHECK_TRUE(is_own());
  }
}

TEST(Page, WritingIsOwnFromThisOriginAndFromNowhere) {
  request.asked_method = "POST";
  request.origin = "https://app.example";  // does not count beside Sec-Fetch-Site
  for (const char* site : {"same-origin", "none"}) {
    request.sec_fetch_site = site;
    CHECK_TRUE(is_own());
  }
  for (const char* site : {"same-site", "cross-site", "", "SAME-ORIGIN", "same-origin, none"}) {
    request.sec_fetch_site = site;
    CHECK_FALSE(is_own());
  }
}

TEST(Page, WritingWithoutFetchMetadataNeedsAnOriginOfOurs) {
  request.asked_method = "DELETE";
  CHECK_FALSE(is_own());
  for (const char* origin : {"null", "https://app.example.evil", "http://app.example", ""}) {
    request.origin = origin;
    CHECK_FALSE(is_own());
  }
  for (const std::string& origin : kOwn) {
    request.origin = origin;
    CHECK_TRUE(is_own());
  }
}

TEST(Page, UpgradeNeedsAnOriginOfOursAlways) {
  request.asked_method = "GET";
  request.upgrade = "websocket";
  request.sec_fetch_site = "same-origin";
  CHECK_FALSE(is_own());

  request.origin = "https://sibling.app.example";
  CHECK_FALSE(is_own());
  request.origin = "https://other.example";
  CHECK_TRUE(is_own());
}

TEST(Page, RequestWithoutAMethodIsNotTakenForReading) { CHECK_FALSE(is_own()); }

TEST(Page, NavigationIsWhatSomebodyOpens) {
  request.asked_method = "GET";
  request.sec_fetch_mode = "navigate";
  CHECK_TRUE(is_navigation(request));
  for (const char* mode : {"cors", "no-cors", "websocket", "same-origin", ""}) {
    request.sec_fetch_mode = mode;
    request.accept = "text/html";
    CHECK_FALSE(is_navigation(request));
  }
}

TEST(Page, WithoutFetchMetadataAcceptTells) {
  request.asked_method = "HEAD";
  request.accept = "*/*";
  CHECK_FALSE(is_navigation(request));
  request.accept = "application/xhtml+xml,text/html;q=0.9";
  CHECK_TRUE(is_navigation(request));
}

TEST(Page, WayBackIsAPathOfThisOrigin) {
  STRCMP_EQUAL("/auth/continue?to=%2Fa%20b%25%3Fc%23", continue_address("/a b%?c#").c_str());
  for (const char* uri : {"//evil.example/", "/\\evil.example", "https://evil.example/", "", "x",
                          "/auth/continue", "/auth/continue?to=%2Fauth%2Fcontinue"}) {
    STRCMP_EQUAL("/auth/continue?to=%2F", continue_address(uri).c_str());
  }
  STRCMP_EQUAL("/auth/continue?to=%2F%250d%250aSet-Cookie",
               continue_address("/%0d%0aSet-Cookie").c_str());
}

}  // namespace latchkey
