#pragma once

#include <functional>

#include "base/clock.h"
#include "store/catalog.h"
#include "workflow/queue.h"

namespace easel::workflow {

/// For a worker's main: makes SIGTERM and SIGINT ask for an orderly stop. The predicate returned is true once
/// one of them came, or once the process that started this one is gone: its parent (a changed getppid;
/// PR_SET_PDEATHSIG follows the thread that forked, which in a server may end long before the server), or the
/// one that the environment names (kStarter), since that may be gone before main begins. Call once, first
/// thing in main.
std::function<bool()> StopOnSignals();

/// Runs jobs, one after the other, until `stop`; a running job is then given back. Looks for work several
/// times a second. A catalog that fails (full disk, busy) is tried again a second later.
void RunWorker(store::Catalog& catalog, const JobHandlers& handlers, const Clock& clock,
               const std::function<bool()>& stop);

}  // namespace easel::workflow
