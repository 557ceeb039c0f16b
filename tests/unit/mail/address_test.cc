#include "lib/mail/address.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(SmtpAddress){static void becomes(const char* expected, const std::string& address){
    STRCMP_EQUAL(expected, smtp_address(address).value_or("(none)").c_str());
}
}
;

TEST(SmtpAddress, AnAsciiAddressStaysAsItIs) { becomes("Ada+1@Example.org", "Ada+1@Example.org"); }

TEST(SmtpAddress, ADomainGoesInAscii) {
  becomes("info@xn--mller-kva.example", "info@müller.example");
  becomes("info@xn--mller-kva.example", "info@MÜLLER.example");
  becomes("info@xn--strae-oqa.example", "info@straße.example");  // IDNA 2008, not "strasse"
}

TEST(SmtpAddress, ALocalPartStaysInUtf8) {
  becomes("jürgen@xn--mller-kva.example", "jürgen@müller.example");
  becomes("用户@example.org", "用户@example.org");
}

TEST(SmtpAddress, WhatCannotBeWrittenIntoACommandIsRefused) {
  for (const std::string address :
       {"nobody", "@müller.example", "ü@", "a b@müller.example", "ü>@example.org",
        "ü\r\n@example.org", "a@m\xFCller.example", "\xFC@example.org", "a@mü ller.example",
        "a@müller..example", "\xC2\x85ü@example.org", "a@\xE2\x80\xAEmüller.example"}) {
    becomes("(none)", address);
  }
  becomes("(none)", std::string("a@mü\0ller.example", 18));
  becomes("(none)", std::string(65, 'a') + "@müller.example");
}

}  // namespace latchkey
