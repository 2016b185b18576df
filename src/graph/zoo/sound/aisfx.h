#pragma once

#include "graph/zoo/network.h"

namespace easel::graph {

/// aiSFX (Ma & Lerch, "Representation Learning for the Automatic Indexing of Sound Effects Libraries", ISMIR
/// 2022; the PyPI package aisfx, whose weights are under CC BY 4.0): eight 3 × 3 convolutions in four blocks,
/// trained on libraries of sound effects, without its classifiers. A frame is 1024 samples of sound at 44.1
/// kHz; its 96 numbers are log10(1 + 10000 x) / 9.457798957824707 of the powers x in mel bands from 0 to
/// 22050 Hz. The embedding has 512 numbers, none negative: of each channel the largest over time of the means
/// over frequency.
/// Layers are named as in the checkpoint, "embedding_net.conv_block1.conv1", and their activations like the
/// normalisation behind them, "embedding_net.conv_block4.bn2". `frames` ≥ 8.
Result<Network> BuildAisfx(int frames);

}  // namespace easel::graph
