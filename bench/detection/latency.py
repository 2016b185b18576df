"""Latency of a network in onnxruntime: one picture at a time, one thread.

usage: latency.py NETWORK.onnx WIDTH HEIGHT [RUNS]     (100)

Prints the median in milliseconds, and the tenth and ninetieth of a hundred.
"""

import sys
import time

import numpy as np
import onnxruntime


def main():
    if not 4 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    network, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    picture = np.random.default_rng(1).uniform(-1, 1, (1, 3, height, width)).astype(np.float32)
    seconds = []
    for run in range(runs + 10):  # the first ones warm up
        start = time.perf_counter()
        session.run(None, {given.name: picture})
        seconds.append(time.perf_counter() - start)
    low, median, high = np.percentile(seconds[10:], [10, 50, 90]) * 1000
    print(f"{median:.2f} ms ({low:.2f} to {high:.2f})")


if __name__ == "__main__":
    main()
