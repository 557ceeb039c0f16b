#include "handlers/onboarding_save/handler.h"

int main() {
  return latchkey::run_worker({"onboarding-save", latchkey::kSignedInKeys},
                              latchkey::handle_onboarding_save);
}
