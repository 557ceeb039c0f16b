#include "lib/postgres/bound_params.h"

namespace latchkey {

Result<Done> BoundParams::bind(std::span<const Param> params) {
  if (params.size() > kMaxParams) return Error::of(ErrorCode::kInternal, "too many parameters");
  std::size_t bytes = 0;
  for (const Param& param : params) {
    if (param.value && !param.binary) bytes += param.value->size() + 1;
  }
  text_.clear();
  text_.reserve(bytes);  // so that no append moves what values_ point at

  for (std::size_t i = 0; i < params.size(); ++i) {
    const Param& param = params[i];
    formats_[i] = param.binary ? 1 : 0;
    if (!param.value) {
      values_[i] = nullptr;
      lengths_[i] = 0;
      continue;
    }
    lengths_[i] = static_cast<int>(param.value->size());
    if (param.binary) {
      values_[i] = param.value->data();
      continue;
    }
    if (param.value->find('\0') != std::string_view::npos) {
      return Error::of(ErrorCode::kInternal, "parameter " + std::to_string(i + 1) + " has a NUL");
    }
    values_[i] = text_.data() + text_.size();
    text_.append(*param.value).push_back('\0');
  }
  count_ = static_cast<int>(params.size());
  return Done{};
}

}  // namespace latchkey
