#pragma once

// The part of libtorch that the engine uses: tensors and autograd, without its layers, data loaders and
// optimisers.
#include <torch/autograd.h>
#include <torch/types.h>
