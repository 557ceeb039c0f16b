#include "lib/mail/welcome.h"

#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr std::array<std::string_view, 2> kNames = {"name", "link"};

}  // namespace

TEST_GROUP(MailTemplate) {
  std::string folder;

  void setup() override {
    char path[] = "/tmp/latchkey-mail-XXXXXX";
    folder = mkdtemp(path);
  }
  void teardown() override { std::filesystem::remove_all(folder); }

  void write(const std::string& name, std::string_view content) const {
    std::ofstream(folder + "/" + name, std::ios::binary) << content;
  }
  [[nodiscard]] std::string fault() const {
    const auto loaded = MailTemplate::load("own", folder, kNames);
    return loaded ? "" : loaded.error().detail;
  }
};

TEST(MailTemplate, ValuesAreFilledInAndEscapedInHtml) {
  write("own.txt", "Subject: Hi {{name}}\n\n{{ name }} at {{link}}\n");
  write("own.html", "<a title=\"{{name}}\" href='{{link}}'>{{name}}</a>");
  const std::array<TemplateValue, 2> values = {TemplateValue{"name", "<b>\"&'\r\nx"},
                                               TemplateValue{"link", "https://a"}};

  const auto mail = MailTemplate::load("own", folder, kNames);
  CHECK_TRUE(mail.has_value());
  const auto [subject, text, html] = mail->render(values);

  STRCMP_EQUAL("Hi <b>\"&'  x", subject.c_str());
  STRCMP_EQUAL("<b>\"&'  x at https://a\n", text.c_str());
  STRCMP_EQUAL(
      "<a title=\"&#60;b&#62;&#34;&#38;&#39;  x\" href='https://a'>"
      "&#60;b&#62;&#34;&#38;&#39;  x</a>",
      html.c_str());
}

TEST(MailTemplate, AValueIsNoTemplate) {
  write("own.txt", "Subject: {{name}}\n\n");
  write("own.html", "");
  const std::array<TemplateValue, 2> values = {TemplateValue{"name", "{{link}}"},
                                               TemplateValue{"link", "secret"}};

  STRCMP_EQUAL("{{link}}",
               MailTemplate::load("own", folder, kNames)->render(values).subject.c_str());
}

TEST(MailTemplate, FaultsNameTheFileAndWhatIsWrong) {
  write("own.txt", "Subject: x\n\n{{nmae}}");
  write("own.html", "");
  STRCMP_EQUAL((folder + "/own.txt asks for {{nmae}}; there are {{name}} {{link}}").c_str(),
               fault().c_str());

  const std::string no_subject =
      folder + "/own.txt must begin with a line \"Subject: …\" and an empty line";
  for (const char* text : {"", "Hello\n\nx", "Subject: x\nHello"}) {
    write("own.txt", text);
    STRCMP_EQUAL(no_subject.c_str(), fault().c_str());
  }

  write("own.txt", "Subject: x\n\n\xFF");
  STRCMP_EQUAL((folder + "/own.txt is not UTF-8").c_str(), fault().c_str());
}

TEST(MailTemplate, CarriageReturnsOfAnEditorAreFine) {
  write("own.txt", "Subject: x\r\n\r\nHello\r\n");
  write("own.html", "");

  const auto mail = MailTemplate::load("own", folder, kNames);

  STRCMP_EQUAL("x", mail->render({}).subject.c_str());
  STRCMP_EQUAL("Hello\r\n", mail->render({}).text.c_str());
}

TEST_GROUP_BASE(Welcome, TEST_GROUP_CppUTestGroupMailTemplate){
    [[nodiscard]] Result<Mail> mail(std::string_view email = "ada@example.org")
        const {const auto mails = WelcomeMails::create("L <no-reply@example.com>",
                                                       "https://app.example.com", folder);
CHECK_TRUE(mails.has_value());
return mails->make({"7", email, "Ada", 1'767'323'045});
}  // namespace latchkey
}
;

TEST(Welcome, EachAttemptIsTheSameMail) {
  const auto first = mail();
  const auto second = mail();

  STRCMP_EQUAL("no-reply@example.com", first->from.c_str());
  STRCMP_EQUAL("ada@example.org", first->to.c_str());
  STRCMP_EQUAL(first->message.c_str(), second->message.c_str());
  STRCMP_CONTAINS("Subject: Welcome to app.example.com, Ada\r\n", first->message.c_str());
  STRCMP_CONTAINS("Message-ID: <welcome.7@app.example.com>\r\n", first->message.c_str());
}

TEST(Welcome, AnOperatorsFileReplacesOurs) {
  write("welcome.txt", "Subject: Moin {{full_name}}\n\nMoin!\n");

  const auto own = mail();

  STRCMP_CONTAINS("Subject: Moin Ada\r\n", own->message.c_str());
  STRCMP_CONTAINS("<p>Hello Ada,</p>", own->message.c_str());
}

TEST(Welcome, AnAddressThatWouldBreakOutIsRefusedPermanently) {
  const auto refused = mail("ada@example.org>\r\nRCPT TO:<eve@example.org");

  CHECK_FALSE(refused.has_value());
  CHECK_EQ(refused.error().code, ErrorCode::kInvalidRequest);
}

TEST(Welcome, ASenderIsNeeded) {
  const auto mails = WelcomeMails::create("", "https://app.example.com", "");

  STRCMP_EQUAL("LATCHKEY_MAIL_FROM is not set, or no mail address", mails.error().detail.c_str());
}

}  // namespace latchkey
