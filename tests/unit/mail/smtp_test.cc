#include "lib/mail/smtp.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

TransferReply reply(int status, std::string fault, std::vector<std::string> lines = {"250 ok"}) {
  TransferReply made;
  made.status = status;
  made.fault = std::move(fault);
  made.lines = std::move(lines);
  return made;
}

}  // namespace

TEST_GROUP(SmtpServer){static SmtpServer server(const char* url, const char* password = ""){
    const auto made = smtp_server(url, password, "app.example.com");
CHECK_TEXT(made.has_value(), url);
return *made;
}  // namespace latchkey
}
;

TEST(SmtpServer, GreetsWithTheNameThatPeopleKnow) {
  STRCMP_EQUAL("smtps://mail.example.com:465/app.example.com",
               server("smtps://mail.example.com:465").url.c_str());
  STRCMP_EQUAL("smtp://[::1]:25/app.example.com", server("smtp://[::1]:25/").url.c_str());
}

TEST(SmtpServer, GoesWithoutTlsOnlyToALocalMtaThatNeedsNoPassword) {
  CHECK_FALSE(server("smtp://localhost:25").requires_tls);
  CHECK_FALSE(server("smtp://127.0.0.1").requires_tls);
  CHECK_TRUE(server("smtp://u@localhost:25", "pw").requires_tls);
  CHECK_TRUE(server("smtp://mail.example.com:587").requires_tls);
  CHECK_TRUE(server("smtps://localhost").requires_tls);
}

TEST(SmtpServer, TheUserIsDecodedAndNotPartOfTheUrl) {
  const SmtpServer made = server("smtps://ada%40example.com@mail.example.com", "pw");

  STRCMP_EQUAL("ada@example.com", made.user.c_str());
  STRCMP_EQUAL("smtps://mail.example.com/app.example.com", made.url.c_str());
}

TEST(SmtpServer, UserAndPasswordGoTogether) {
  STRCMP_EQUAL("LATCHKEY_SMTP_URL names a user, so LATCHKEY_SMTP_PASSWORD must be set",
               smtp_server("smtps://u@h", "", "g").error().detail.c_str());
  STRCMP_EQUAL("LATCHKEY_SMTP_PASSWORD is set, so LATCHKEY_SMTP_URL must name a user",
               smtp_server("smtps://h", "pw", "g").error().detail.c_str());
}

TEST_GROUP(JudgeMail){static void judged(MailOutcome outcome, const TransferReply& reply){
    CHECK_EQ_TEXT(judge_mail(reply).outcome, outcome, reply.fault);
}
}
;

TEST(JudgeMail, ItIsSentWhenTheServerHasTakenIt) { judged(MailOutcome::kDone, reply(250, "")); }

TEST(JudgeMail, NotNowAndNobodyKnowsAreTriedAgain) {
  judged(MailOutcome::kRetry, reply(451, "RCPT failed: 451"));
  judged(MailOutcome::kRetry, reply(0, "Connection refused", {}));
  judged(MailOutcome::kRetry, reply(354, "response reading failed"));
  judged(MailOutcome::kRetry, reply(250, "SSL certificate problem"));
  judged(MailOutcome::kRetry, reply(554, "554 at the greeting", {"554 no service"}));
}

TEST(JudgeMail, WhatIsWrongWithTheMailIsWrongPermanently) {
  judged(MailOutcome::kNever, reply(550, "Weird server reply", {"250 ok", "550 spam"}));
  judged(MailOutcome::kNever, reply(554, "Weird server reply"));
  judged(MailOutcome::kNever, reply(554, "RCPT failed: 554", {"250 ok", "554 relay denied"}));
  judged(MailOutcome::kNever, reply(550, "RCPT failed: 550", {"250 ok", "550 5.7.1 blocked"}));
  judged(MailOutcome::kNever, reply(552, "", {"250 ok", "552 5.2.3 too long"}));
  judged(MailOutcome::kNever, reply(554, "", {"250 ok", "554-5.6.0 bad", "554 5.6.0 content"}));
}

TEST(JudgeMail, WhatIsWrongWithTheRecipientIsThatUsersBusiness) {
  judged(MailOutcome::kBadAddress, reply(550, "RCPT failed: 550"));
  judged(MailOutcome::kBadAddress, reply(553, "RCPT failed: 553"));
  judged(MailOutcome::kBadAddress, reply(550, "RCPT failed: 550", {"250 ok", "550 5.1.1 who"}));
  judged(MailOutcome::kBadAddress, reply(554, "RCPT failed: 554", {"250 ok", "554 5.4.4 no MX"}));
  judged(MailOutcome::kBadAddress, reply(554, "", {"250 ok", "554 5.1.1 who"}));
  judged(MailOutcome::kBadAddress, reply(550, "", {"250 ok", "550 5.2.1 disabled"}));
}

TEST(JudgeMail, AMailboxThatIsFullIsTriedAgain) {
  judged(MailOutcome::kFullMailbox, reply(552, "RCPT failed: 552"));
  judged(MailOutcome::kFullMailbox, reply(552, "", {"250 ok", "552 5.2.2 over quota"}));
  judged(MailOutcome::kFullMailbox, reply(554, "", {"250 ok", "554 5.2.2 over quota"}));
  judged(MailOutcome::kFullMailbox, reply(452, "RCPT failed: 452", {"250 ok", "452 4.2.2 full"}));
  judged(MailOutcome::kRetry, reply(552, "", {"250 ok", "552 5.3.1 disk full"}));
}

TEST(JudgeMail, WhatIsWrongWithUsIsNoFaultOfTheMail) {
  judged(MailOutcome::kRefused, reply(535, "Login denied"));
  judged(MailOutcome::kRefused, reply(530, "MAIL failed: 530"));
  judged(MailOutcome::kRefused, reply(553, "MAIL failed: 553"));
  judged(MailOutcome::kRefused, reply(554, "", {"250 ok", "554 5.1.8 sender's domain"}));
}

TEST(JudgeMail, SaysWhy) {
  STRCMP_EQUAL("RCPT failed: 550 (last reply 550)",
               judge_mail(reply(550, "RCPT failed: 550")).why.c_str());
  STRCMP_EQUAL(
      "RCPT failed: 550 (last reply 550 5.1.1)",
      judge_mail(reply(550, "RCPT failed: 550", {"250 ok", "550 5.1.1 <a@b> who"})).why.c_str());
}

}  // namespace latchkey
