#include "lib/net/form.h"

#include "lib/base/url.h"

namespace latchkey {

std::string form_encode(std::span<const FormField> form) {
  std::string out;
  for (const FormField& field : form) {
    if (!out.empty()) out += '&';
    out += percent_encode(field.name);
    out += '=';
    out += percent_encode(field.value);
  }
  return out;
}

}  // namespace latchkey
