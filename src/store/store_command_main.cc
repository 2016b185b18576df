// store_command HOME NAME: opens the catalog as a command of its own would, creates a project and ends. For crash_test.
#include "store/catalog.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const easel::SystemClock clock;
  const auto catalog = easel::store::Catalog::Open(argv[1], clock);
  return catalog && (*catalog)->projects().Create(argv[2], "image-classification") ? 0 : 1;
}
