#!/usr/bin/env python3
"""Two curves of mAP50 against time side by side, and the ratio of the times to the same mAP50.

usage: curves.py OURS PEER     (files with lines "SECONDS MAP50 what it is")
"""

import sys

SAME = 0.005  # mAP50 that counts as the same


def curve(path):
    with open(path) as lines:
        return sorted((float(seconds), float(value), what[0].strip() if what else "")
                      for seconds, value, *what in (line.split(None, 2) for line in lines))


def reached(points, value):
    """The first time with at least this mAP50, or None."""
    return next((seconds for seconds, its, _ in points if its >= value), None)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    ours, peer = curve(sys.argv[1]), curve(sys.argv[2])
    for name, points, other_name, others in (("easel", ours, "peer", peer), ("peer", peer, "easel", ours)):
        for seconds, value, what in points:
            other = reached(others, value - SAME)
            print(f"{name:5} {seconds:7.1f} s  mAP50 {value:.4f}  {what}  ({other_name} within {SAME}: "
                  + (f"{other:.1f} s)" if other else "never)"))
    for share in (0.9, 0.95, 1):
        goal = share * max(value for _, value, _ in peer)
        times = reached(ours, goal - SAME), reached(peer, goal)
        if times[0]:
            print(f"{share:.0%} of the peer's best, mAP50 {goal:.4f}: easel {times[0]:.1f} s, peer {times[1]:.1f} s, "
                  f"ratio {times[0] / times[1]:.3f}")
        else:
            print(f"{share:.0%} of the peer's best, mAP50 {goal:.4f}: easel never, peer {times[1]:.1f} s")


if __name__ == "__main__":
    main()
