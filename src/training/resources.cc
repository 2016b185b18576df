#include "training/resources.h"

#include <unistd.h>

namespace easel::training {

int64_t MediaBudget() { return ::sysconf(_SC_PHYS_PAGES) / 4 * ::sysconf(_SC_PAGESIZE); }

}  // namespace easel::training
