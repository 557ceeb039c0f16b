// Makes a welcome mail for the name on stdin and sends it, for tests/e2e/mail.test.mjs. Prints the
// outcome and why; with --print the mail instead. The password is LATCHKEY_SMTP_PASSWORD.
#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <iterator>

#include "lib/mail/smtp.h"
#include "lib/net/curl_transfers.h"

namespace {

using namespace latchkey;

struct Options {
  std::string url;
  std::string ca_file;
  std::string folder;
  std::string email = "ada@example.org";
  int timeout_ms = 5'000;
  int reply_timeout = 5;
  bool print = false;
};

MailAnswer send(const SmtpServer& server, Mail mail, const Options& options) {
  TransferLimits limits;
  limits.timeout = std::chrono::milliseconds(options.timeout_ms);
  limits.reply_timeout = std::chrono::seconds(options.reply_timeout);
  const auto transfers = CurlTransfers::create(limits);
  MailTransfer transfer = mail_transfer(server, std::move(mail));
  transfer.ca_file = options.ca_file;
  (*transfers)->start(1, std::move(transfer));
  auto ended = (*transfers)->run(std::chrono::seconds(1), -1);
  while (ended.empty()) ended = (*transfers)->run(std::chrono::seconds(1), -1);
  return judge_mail(ended.front().reply);
}

int run(const Options& options) {
  const std::string name(std::istreambuf_iterator<char>(std::cin), {});
  const auto mails = WelcomeMails::create("Latchkey <no-reply@example.com>",
                                          "https://app.example.com", options.folder);
  auto mail =
      mails ? mails->make({"7", options.email, name, 1'767'323'045}) : Result<Mail>(mails.error());
  if (!mail) {
    std::cerr << mail.error().detail << '\n';
    return EXIT_FAILURE;
  }
  if (options.print) {
    std::cout << mail->message;
    return EXIT_SUCCESS;
  }
  const char* const password = std::getenv("LATCHKEY_SMTP_PASSWORD");
  const auto server = smtp_server(options.url, password ? password : "", "app.example.com");
  if (!server) {
    std::cerr << server.error().detail << '\n';
    return EXIT_FAILURE;
  }
  constexpr std::array<const char*, 6> kOutcomes = {"done",  "retry",       "refused",
                                                    "never", "bad_address", "full_mailbox"};
  const MailAnswer answer = send(*server, std::move(*mail), options);
  std::cout << kOutcomes.at(static_cast<std::size_t>(answer.outcome)) << ' ' << answer.why << '\n';
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c)
  CLI::App app("Sends a welcome mail.", "mail_tool");
  Options options;
  app.add_option("--url", options.url);
  app.add_option("--ca-file", options.ca_file);
  app.add_option("--templates", options.folder);
  app.add_option("--email", options.email);
  app.add_option("--timeout-ms", options.timeout_ms);
  app.add_option("--reply-timeout", options.reply_timeout);
  app.add_flag("--print", options.print);
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
