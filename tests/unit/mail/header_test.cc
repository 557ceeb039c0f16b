#include "lib/mail/header.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

const std::string kEmoji = "\xF0\x9F\x98\x80";

std::string to(std::string_view name) {
  return HeaderField("To").mailbox({name, "ada@example.com"}).str();
}

}  // namespace

TEST_GROUP(HeaderField){};

TEST(HeaderField, PlainNamesAreQuoted) {
  STRCMP_EQUAL("To: \"Ada Lovelace\" <ada@example.com>\r\n", to("Ada Lovelace").c_str());
  STRCMP_EQUAL("To: \"a \\\"b\\\" \\\\c, d\" <ada@example.com>\r\n", to("a \"b\" \\c, d").c_str());
  STRCMP_EQUAL("To: ada@example.com\r\n", to("").c_str());
}

TEST(HeaderField, OtherNamesAreEncodedWords) {
  STRCMP_EQUAL("To: =?UTF-8?Q?J=C3=B6rg_M=2E?= <ada@example.com>\r\n",
               to("J\xC3\xB6rg M.").c_str());
  STRCMP_EQUAL("To: =?UTF-8?Q?=3D=3Fx=3F=3D?= <ada@example.com>\r\n", to("=?x?=").c_str());
}

TEST(HeaderField, NoLineEndGetsThrough) {
  STRCMP_EQUAL("To: \"Eve  Bcc: x@y\" <ada@example.com>\r\n", to("Eve\r\nBcc: x@y").c_str());
  STRCMP_EQUAL("To: \"Eve Bcc: x@y\" <ada@example.com>\r\n", to("Eve\nBcc: x@y").c_str());
  STRCMP_EQUAL("Subject: a b\r\n", HeaderField("Subject")
                                       .phrase("a\x7F"
                                               "b")
                                       .str()
                                       .c_str());
}

TEST(HeaderField, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  STRCMP_EQUAL("Subject: =?UTF-8?Q?a=EF=BF=BDb?=\r\n", HeaderField("Subject")
                                                           .phrase("a\xFF"
                                                                   "b")
                                                           .str()
                                                           .c_str());
}

TEST(HeaderField, WordsAreShortAndBreakBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += kEmoji;

  const std::string field = to(name);

  std::size_t words = 0;
  std::string_view rest = field;
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    CHECK(line.size() <= 78);
    const std::size_t begin = line.find("=?UTF-8?Q?");
    if (begin != std::string_view::npos) {
      const std::string_view word = line.substr(begin + 10, line.rfind("?=") - begin - 10);
      LONGS_EQUAL(0, word.size() % 12);  // whole characters of four bytes
      CHECK(word.size() + 12 <= 75);
      ++words;
    }
    rest.remove_prefix(end + 2);
    if (!rest.empty()) CHECK(rest.starts_with(' '));
  }
  LONGS_EQUAL(40, words);
}

TEST(HeaderField, ALongTokenHasALineOfItsOwn) {
  const std::string address = std::string(60, 'a') + "@" + std::string(100, 'b');
  STRCMP_EQUAL(("To: \"Ada\"\r\n <" + address + ">\r\n").c_str(),
               HeaderField("To").mailbox({"Ada", address}).str().c_str());
}

}  // namespace latchkey
