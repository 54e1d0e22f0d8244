#!/usr/bin/env python3
"""Whether a comparison with a peer can fail: values that are no numbers, and a scale of 0, hide nothing."""

import numpy as np

import peers

INF, NAN = np.inf, np.nan


def main():
    ours = np.array([1.0, INF, -INF, INF, INF, NAN, NAN, 0.0, 2.0, 0.0])
    theirs = np.array([1.5, INF, -INF, -INF, 1.0, NAN, 1.0, 0.0, 3.0, NAN])
    size = np.array([1.0, 1.0, INF, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    want = [0.5, 0.0, 0.0, INF, INF, 0.0, INF, 0.0, INF, INF]
    got = peers.off(ours, theirs, size).tolist()
    assert got == want, got
    # What counts is the largest error, which a NaN among them would hide.
    assert peers.off(np.array([INF, 5.0]), np.array([INF, 1.0]), np.ones(2)).max() == 4


if __name__ == "__main__":
    main()
