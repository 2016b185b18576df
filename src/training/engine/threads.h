#pragma once

namespace easel::training {

/// Makes libtorch's kernels run on the calling thread only, from now on: the engine's own threads share the
/// work, a shard each, and sums inside a kernel must not depend on how many there are. Cheap to call again.
void UseOneKernelThread();

/// Makes the process keep the memory that it frees, for itself: every step allocates the same large tensors
/// again, and new pages cost more than many a kernel.
void KeepFreedMemory();

/// Gives OpenBLAS its working memory, 128 MB of address space for each of `threads`: it asks for that when it
/// is first needed, and waits for ever where it gets none. False when there is none. Cheap to call again.
bool ReserveKernelMemory(int threads);

}  // namespace easel::training
