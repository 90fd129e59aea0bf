"""Writes cases.json.gz: what NumPy answers to some thousand questions. Run with NumPy 1.24: python3 generate.py

To add operations: a file cases_TOPIC.py beside this one, with case(name, inputs, arguments, NumPy's function) and fails(...) from corpus.py, which
tells the format; a property in a file CorpusOps.TOPIC.cs that maps each name to a lambda; then run this script. An operation that is missing on
either side fails the tests. Each file has random numbers of its own, so that a new one changes no other's cases.

Not here, since the library answers differently on purpose: the sum of int32 is int32 (NumPy: int64) and so is asked for with dtype; sum, mean and
products of bool, mean and quotients of int32, matmul of int32, and operands of two dtypes are errors (conversions are written out); float32 and
float64 that are NaN or outside int32 convert to 0 and to the nearest int32 (NumPy: undefined).
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

folder = os.path.dirname(os.path.abspath(__file__))
for file in sorted(glob.glob(os.path.join(folder, "cases_*.py"))):
    name = os.path.splitext(os.path.basename(file))[0]
    corpus.rng.seed(zlib.crc32(name.encode()))
    importlib.import_module(name)

cases = corpus.cases
pools = {name: {"t": pool.dtype.name, "d": base64.b64encode(pool.tobytes()).decode()} for name, pool in corpus.pools.items()}
text = json.dumps({"numpy": np.__version__, "pools": pools, "cases": cases}, separators=(",", ":"), allow_nan=False).encode()
path = os.path.join(folder, "cases.json.gz")
with open(path, "wb") as file:
    file.write(gzip.compress(text, 9, mtime=0))
print(f"{len(cases)} cases of {len({case['o'] for case in cases})} operations, {len(text)} bytes, {os.path.getsize(path)} compressed")
