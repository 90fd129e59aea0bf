"""Writes cases.json.gz: what NumPy answers to some thousand questions. Run with NumPy 1.24: python3 generate.py

To add operations: a file cases_TOPIC.py beside this one, with case(name, inputs, arguments, NumPy's function) and fails(...) from corpus.py, which
tells the format; a line in a file CorpusOps.TOPIC.cs that maps each name to a call; a line in names.py; then run this script, and the tests once with
DEEPPUZZLES_UPDATE_NUMPY=1, which writes docs/numpy.md. An operation that is missing on one side fails the tests, and so does a method of Tensor that is
in no call. Each file has random numbers of its own, so that a new one changes no other's cases.

Where the library answers differently on purpose, there are no cases but an entry in differences.py, and its other half in Differences.cs.
"""
import base64
import glob
import gzip
import importlib
import json
import os
import sys
import zlib

import numpy as np

sys.dont_write_bytecode = True
import corpus
import differences
import names

folder = os.path.dirname(os.path.abspath(__file__))
for file in sorted(glob.glob(os.path.join(folder, "cases_*.py"))):
    name = os.path.splitext(os.path.basename(file))[0]
    corpus.rng.seed(zlib.crc32(name.encode()))
    importlib.import_module(name)

names.check(corpus.answers)
differences.check()
cases = corpus.cases
pools = {name: {"t": pool.dtype.name, "d": base64.b64encode(pool.tobytes()).decode()} for name, pool in corpus.pools.items()}
text = json.dumps({"numpy": np.__version__, "names": names.NAMES, "differences": {name: words for name, (words, _) in differences.DIFFERENCES.items()}, "pools": pools, "cases": cases}, separators=(",", ":"), allow_nan=False).encode()
path = os.path.join(folder, "cases.json.gz")
with open(path, "wb") as file:
    file.write(gzip.compress(text, 9, mtime=0))
print(f"{len(cases)} cases of {len({case['o'] for case in cases})} operations, {len(text)} bytes, {os.path.getsize(path)} compressed")
