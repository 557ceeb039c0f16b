// A guard against a hot path that grows dearer unnoticed: what one request allocates, from its
// FastCGI parameters to the text of its answer, in a worker that is warm. The bounds are what it
// costs today and a tenth more; who has to raise one should know why.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "handlers/auth_refresh/handler.h"
#include "handlers/auth_session/handler.h"
#include "handlers/auth_verify/handler.h"
#include "lib/crypto/refresh_token.h"
#include "lib/fcgi/params.h"
#include "lib/fcgi/reply.h"
#include "lib/worker/signed_in.h"
#include "tests/fakes/rows.h"
#include "tests/handlers/access_tokens.h"
#include "tests/handlers/auth_verify/fake_channel.h"
#include "tests/handlers/cost/allocations.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using Fields = std::vector<std::optional<std::string>>;

// A database that answers the same row each time and allocates what the real one does: its Source.
class StillCaller : public Caller {
 public:
  explicit StillCaller(Fields row) : row_(std::move(row)) {}

  Result<Answer> call(const Statement&, std::span<const Param>) override {
    ++calls;
    return Answer(std::make_unique<Row>(row_));
  }

  int calls = 0;

 private:
  class Row : public Answer::Source {
   public:
    explicit Row(const Fields& fields) : fields_(fields) {}
    [[nodiscard]] int rows() const override { return 1; }
    [[nodiscard]] std::optional<std::string_view> field(int, int column) const override {
      return fields_.at(static_cast<std::size_t>(column));
    }

   private:
    const Fields& fields_;
  };

  Fields row_;
};

constexpr int kWarm = 8;
constexpr int kRequests = 64;

// What a request allocates on average, with a kilobyte's room for its answer at hand.
double allocations_a_request(const std::vector<std::string>& params, const std::string& body,
                             const std::function<Result<Response>(const Request&)>& handle) {
  std::vector<const char*> given;
  for (const auto& param : params) given.push_back(param.c_str());
  given.push_back(nullptr);
  std::string reply;
  reply.reserve(4096);
  std::uint64_t before = 0;
  for (int i = -kWarm; i < kRequests; ++i) {
    if (i == 0) before = allocations();
    ParsedParams parsed = parse_params(given.data());
    parsed.request.body = body;
    const auto response = handle(parsed.request);
    CHECK_TRUE(response.has_value());
    reply.clear();
    append_reply(reply, *response);
  }
  return static_cast<double>(allocations() - before) / kRequests;
}

void at_most(double bound, double measured) {
  if (measured > 0 && measured <= bound) return;
  FAIL(("allocations a request: " + std::to_string(measured)).c_str());
}

}  // namespace

TEST_GROUP(Cost) {
  AccessTokens tokens;
  std::vector<std::string> params = {"REQUEST_METHOD=GET",
                                     "DOCUMENT_URI=/api/auth/session",
                                     "QUERY_STRING=",
                                     "CONTENT_TYPE=",
                                     "CONTENT_LENGTH=",
                                     "REMOTE_ADDR=192.0.2.1",
                                     "REQUEST_ID=0123456789abcdef0123456789abcdef",
                                     "HTTP_USER_AGENT=Mozilla/5.0",
                                     "HTTP_AUTHORIZATION=" + tokens.bearer()};
};

TEST(Cost, OfGetSession) {
  StillCaller db(SessionRow{.user_id = std::string(kUserId),
                            .full_name = "Ada Lovelace",
                            .account_id = std::string(kAccountId),
                            .account_name = "Ada Lovelace's Account",
                            .onboarding_completed = "t"});
  SignedIn worker{db, tokens.verifier()};

  at_most(33, allocations_a_request(params, "", [&](const Request& request) {
            return worker.answer(request, handle_auth_session);
          }));
  LONGS_EQUAL(kWarm + kRequests, db.calls);
}

TEST(Cost, OfARefresh) {
  StillCaller db(RotatedSessionRow{.session_id = std::string(kSessionId),
                                   .user_id = std::string(kUserId),
                                   .account_id = std::string(kAccountId)});
  AuthRefresh context{
      db, tokens.signer(), std::string(32, 'k'), {10, 604'800, 0}, RefreshTransport::in_body()};
  params[0] = "REQUEST_METHOD=POST";
  params[3] = "CONTENT_TYPE=application/json";
  params.back() = "HTTP_IDEMPOTENCY_KEY=0123456789abcdef";
  const std::string body = R"({"refreshToken":")" + RefreshToken::random().text() + R"("})";

  at_most(120, allocations_a_request(params, body, [&](const Request& request) {
            return handle_auth_refresh(request, context);
          }));
  LONGS_EQUAL(kWarm + kRequests, db.calls);
}

TEST(Cost, OfVerify) {
  params[1] = "DOCUMENT_URI=/api/auth/verify";
  fake_now = std::chrono::seconds(1000);
  auto channel = std::make_unique<FakeChannel>();
  channel->database.answers_rows({});
  const FakeChannel& database = *channel;
  AuthVerify context{tokens.verifier(), std::nullopt,
                     std::make_unique<RevocationFeed>(
                         std::move(channel), RevocationFeed::Settings{900, std::chrono::seconds(5),
                                                                      fake_uptime, fake_clock})};

  at_most(7, allocations_a_request(params, "", [&](const Request& request) {
            return handle_auth_verify(request, context);
          }));
  LONGS_EQUAL(1, database.database.calls.size());
}

}  // namespace latchkey
