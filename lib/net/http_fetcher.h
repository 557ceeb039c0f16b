// The seam to services on the network, one request at a time: get a document, post a form, wait for
// the answer. One real class (curl_fetcher.h) and a fake for tests (tests/fakes/openid_provider.h).
// Many at once are Transfers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

struct HttpReply {
  int status = 0;
  std::string body;
};

struct FormField {
  std::string_view name;
  std::string_view value;
};

// A client's id and secret, as registered (RFC 6749, section 2.3.1).
struct ClientCredentials {
  std::string_view id;
  std::string_view secret;
};

class HttpFetcher {
 public:
  virtual ~HttpFetcher() = default;

  // Lets requests go to the origin of `url` as well: for addresses named by a document that came
  // from an origin allowed before. kInternal where the client's rules forbid that origin.
  virtual Result<Done> allow(std::string_view url) = 0;

  // All answer with what came back, whatever its status; redirects are not followed.
  // kUnavailable: no whole answer within the limits of time and size; a POST may have been acted
  // on. kInternal: the URL is not allowed. The detail names origins, never what was sent.
  virtual Result<HttpReply> get(const std::string& url) = 0;
  // With `access_token` in the Authorization header (RFC 6750, section 2.1).
  virtual Result<HttpReply> get_with_token(const std::string& url,
                                           std::string_view access_token) = 0;
  // `credentials` go into the Authorization header by HTTP Basic.
  virtual Result<HttpReply> post_form(const std::string& url, std::span<const FormField> form,
                                      const std::optional<ClientCredentials>& credentials) = 0;
};

}  // namespace latchkey
