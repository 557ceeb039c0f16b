// Somebody signed in, who asks a handler behind which there is a fake database.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lib/worker/signed_in.h"
#include "tests/fakes/caller.h"
#include "tests/handlers/access_tokens.h"

namespace latchkey {

struct SignedInUser {
  FakeCaller db;
  AccessTokens tokens;
  SignedIn worker{db, tokens.verifier()};
  std::string authorization = tokens.bearer();

  // The way of each request: authenticated first.
  Result<Response> ask(SignedInHandle handle, const Request& request) {
    return worker.answer(request, handle);
  }
  [[nodiscard]] Request get(std::string_view path, std::string_view query = {}) const {
    Request request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    request.authorization = authorization;
    return request;
  }
  [[nodiscard]] Request post(std::string_view path, std::string json) const {
    Request request = get(path);
    request.method = "POST";
    request.content_type = "application/json";
    request.body = std::move(json);
    return request;
  }
};

// What the first fault of an answer is about, or an empty string.
inline std::string first_field(const Result<Response>& reply) {
  if (reply || reply.error().fields.empty()) return {};
  return reply.error().fields.front().field;
}

}  // namespace latchkey
