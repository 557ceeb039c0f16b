#include "onboarding_save_progress/handler.h"

int main() {
  return latchkey::run_worker({"onboarding-save-progress", latchkey::kSignedInKeys},
                              latchkey::handle_onboarding_save_progress);
}
