#include "lib/base/uuid.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Uuid){};

TEST(Uuid, TextAndBytesAreTheSameId) {
  const char* text = "00112233-4455-6677-8899-aabbccddeeff";
  const Uuid bytes = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                      0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};

  CHECK_EQ(parse_uuid(text), bytes);
  STRCMP_EQUAL(text, uuid_text(bytes).c_str());
}

TEST(Uuid, EitherCaseIsRead) {
  CHECK_EQ(parse_uuid("ABCDEF00-0000-0000-0000-00000000ABCD"),
           parse_uuid("abcdef00-0000-0000-0000-00000000abcd"));
}

TEST(Uuid, AnythingElseIsNone) {
  for (const char* text :
       {"", "x", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff0",
        "00112233-4455-6677-8899-aabbccddeefg", "{00112233-4455-6677-8899-aabbccddeeff}"}) {
    CHECK_FALSE(parse_uuid(text).has_value());
  }
}

}  // namespace latchkey
