#include "handlers/onboarding_complete/handler.h"

int main() {
  return latchkey::run_worker({"onboarding-complete", latchkey::kSignedInKeys},
                              latchkey::handle_onboarding_complete);
}
