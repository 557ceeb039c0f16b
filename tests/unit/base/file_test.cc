#include "lib/base/file.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/unit/check.h"

using latchkey::ErrorCode;
using latchkey::read_file;

TEST_GROUP(File) {
  char path[32] = "/tmp/latchkey-file-XXXXXX";

  void setup() override { close(mkstemp(path)); }
  void teardown() override { unlink(path); }

  void holds(const std::string& content) { std::ofstream(path) << content; }
};

TEST(File, IsReadWholeWithEveryByte) {
  const std::string content = std::string(9000, 'x') + std::string("\0\n", 2);
  holds(content);

  CHECK_EQ(*read_file(path), content);
}

TEST(File, AnEmptyFileIsAnEmptyText) { CHECK(read_file(path)->empty()); }

TEST(File, AMissingFileIsNotFound) {
  CHECK_EQ(read_file(std::string(path) + ".none").error().code, ErrorCode::kNotFound);
}

TEST(File, AFolderIsAnError) {
  const auto content = read_file("/tmp");

  CHECK_EQ(content.error().code, ErrorCode::kInternal);
  STRCMP_EQUAL("Is a directory", content.error().detail.c_str());
}

TEST(File, TooLargeAFileIsAnError) {
  holds(std::string(latchkey::kMaxFileBytes + 1, 'x'));

  STRCMP_EQUAL("File too large", read_file(path).error().detail.c_str());
}
