#include "lib/base/mailbox.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(Mailbox){static void splits(const char* text, const char* name, const char* address){
    const auto mailbox = split_mailbox(text);
CHECK_TEXT(mailbox.has_value(), text);
STRCMP_EQUAL(name, std::string(mailbox->name).c_str());
STRCMP_EQUAL(address, std::string(mailbox->address).c_str());
}  // namespace latchkey
}
;

TEST(Mailbox, AddressesThatMailCanGoTo) {
  for (const char* text :
       {"a@b", "ada.lovelace+x@mail.example.com", "o'brien@example.com", "a@[192.0.2.1]",
        "a@[IPv6:2001:db8::1]", "x!#$%&'*+/=?^_`{|}~-@example.com"}) {
    CHECK_TEXT(is_mail_address(text), text);
  }
}

TEST(Mailbox, WhatCouldBreakOutOfACommandIsNoAddress) {
  for (const char* text : {"",
                           "@",
                           "a@",
                           "@b",
                           "a",
                           "a b@c",
                           "a@b\r\nRCPT TO:<x@y>",
                           "a@b>",
                           "<a@b>",
                           "a@b c",
                           "a,b@c",
                           "\"a b\"@c",
                           ".a@b",
                           "a.@b",
                           "a..b@c",
                           "a@b..c",
                           "a@.b",
                           "a@[]",
                           "a@b@c",
                           "\xC3\xA4@example.com",
                           "a@b\x7F",
                           "a@b;c"}) {
    CHECK_FALSE_TEXT(is_mail_address(text), text);
  }
  CHECK_FALSE(is_mail_address(std::string(65, 'a') + "@b"));
  CHECK_FALSE(is_mail_address("a@" + std::string(253, 'b')));
}

TEST(Mailbox, ANameMayStandBeforeTheAddress) {
  splits("a@b", "", "a@b");
  splits(" a@b ", "", "a@b");
  splits("<a@b>", "", "a@b");
  splits("Latchkey <no-reply@example.com>", "Latchkey", "no-reply@example.com");
  splits("\"Latchkey, Inc.\" <a@b>", "Latchkey, Inc.", "a@b");
  splits("L\xC3\xA4tchkey <a@b>", "L\xC3\xA4tchkey", "a@b");
}

TEST(Mailbox, WhatIsNeitherIsRefused) {
  for (const char* text : {"", "Latchkey", "Latchkey a@b", "Latchkey <a b@c>", "a@b <", "<a@b> x",
                           "\"a\"b\" <a@b>", "a <b> <a@b>"}) {
    CHECK_FALSE_TEXT(split_mailbox(text).has_value(), text);
  }
}

}  // namespace latchkey
