// One HTTP request as a handler sees it. The views point into the FastCGI request and are good
// until the handler returns; copy what is to be kept.
#pragma once

#include <string>
#include <string_view>

namespace latchkey {

struct Request {
  std::string_view method;           // "GET"
  std::string_view path;             // decoded, without the query: "/api/leads/7f…"
  std::string_view query;            // as sent, without '?'
  std::string_view content_type;     // empty where there is none
  std::string_view authorization;    // the header's value
  std::string_view idempotency_key;  // data() is nullptr where the header is absent
  std::string_view cookie;
  std::string_view origin;
  std::string_view client_header;  // X-Latchkey-Client
  std::string_view user_agent;
  std::string_view accept;
  std::string_view upgrade;
  std::string_view sec_fetch_site;  // Fetch Metadata; data() is nullptr where a header is absent
  std::string_view sec_fetch_mode;
  std::string_view sec_purpose;
  std::string_view remote_addr;  // the client's IP address as nginx saw it
  std::string_view request_id;   // made by nginx
  std::string body;              // at most 64 KiB
  // Of the request that nginx asks about (auth_request), as the client sent it.
  std::string_view asked_method;
  std::string_view asked_uri;  // path and query
};

}  // namespace latchkey
