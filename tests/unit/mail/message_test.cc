#include "lib/mail/message.h"

#include <string>

#include "lib/mail/quoted_printable.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(Message){};

TEST(Message, HasTheFieldsThatAMailNeeds) {
  const std::string mail = compose({{"Latchkey", "no-reply@example.com"},
                                    {"Ada", "ada@example.org"},
                                    "Welcome",
                                    "welcome.7@app.example.com",
                                    1'767'323'045,
                                    "Hello\n",
                                    "<p>Hello</p>\n"});

  STRCMP_EQUAL(
      "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\n"
      "From: \"Latchkey\" <no-reply@example.com>\r\n"
      "To: \"Ada\" <ada@example.org>\r\n"
      "Subject: Welcome\r\n"
      "Message-ID: <welcome.7@app.example.com>\r\n"
      "Auto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n"
      "Content-Type: multipart/alternative; boundary=\"=_latchkey_alternative\"\r\n"
      "\r\n"
      "--=_latchkey_alternative\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n"
      "Hello\r\n"
      "--=_latchkey_alternative\r\n"
      "Content-Type: text/html; charset=utf-8\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n"
      "\r\n"
      "<p>Hello</p>\r\n"
      "--=_latchkey_alternative--\r\n",
      mail.c_str());
}

TEST(Message, IdsAreMadeOfTheJobAndTheHost) {
  STRCMP_EQUAL("welcome.7@app.example.com", message_id("welcome", "7", "app.example.com").c_str());
  STRCMP_EQUAL("welcome.7@[::1]", message_id("welcome", "7", "::1").c_str());
}

TEST_GROUP(QuotedPrintable){};

TEST(QuotedPrintable, EncodesWhatIsNotPlain) {
  STRCMP_EQUAL("a=3Db=C3=A4\r\n", quoted_printable("a=b\xC3\xA4").c_str());
  STRCMP_EQUAL("a b=20\r\n=09\r\n\r\n", quoted_printable("a b \r\n\t\n\n").c_str());
  STRCMP_EQUAL("", quoted_printable("").c_str());
}

TEST(QuotedPrintable, LinesAreAtMost76BytesLong) {
  STRCMP_EQUAL((std::string(75, 'x') + "=\r\nxxxxx\r\n").c_str(),
               quoted_printable(std::string(80, 'x')).c_str());
  STRCMP_EQUAL((std::string(74, 'x') + "=\r\n=3D\r\n").c_str(),
               quoted_printable(std::string(74, 'x') + "=").c_str());
}

}  // namespace latchkey
