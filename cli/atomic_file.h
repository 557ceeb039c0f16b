// Files and links of one directory, replaced by rename(2) and on the disk when the call returns.
// `directory` is the open directory, `path` its path for messages.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace latchkey {

// `mode`: permission bits, whatever the umask.
Result<Done> replace_file(const Descriptor& directory, const std::string& path,
                          const std::string& name, std::string_view content, unsigned mode);

// Makes `name` a symbolic link to `target`.
Result<Done> replace_link(const Descriptor& directory, const std::string& path,
                          const std::string& name, const std::string& target);

// Writes down which names the directory has.
Result<Done> sync_directory(const Descriptor& directory, const std::string& path);

}  // namespace latchkey
