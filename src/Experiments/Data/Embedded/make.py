"""Makes the embedded data sets of this folder, as IDX files in gzip.

    apt-get install dataset-fashion-mnist          # Zalando SE, MIT licence
    apt-get download python3-sklearn && dpkg-deb -x python3-sklearn_*.deb sklearn
    python3 make.py /usr/share/datasets/fashion-mnist sklearn/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz

The SHA-256 of the decoded bytes, printed here, is what DataCatalog.cs pins: another zlib may compress differently.
"""
import gzip
import hashlib
import struct
import sys
from pathlib import Path

FIRST_TRAIN, LAST_TEST = 12_000, 3_000
HERE = Path(__file__).resolve().parent


def idx(values: bytes, *dimensions: int) -> bytes:
    return struct.pack(f">BBBB{len(dimensions)}I", 0, 0, 8, len(dimensions), *dimensions) + values


def save(name: str, decoded: bytes) -> None:
    packed = gzip.compress(decoded, compresslevel=9, mtime=0)
    (HERE / f"{name}.gz").write_bytes(packed)
    print(f"{name}  {len(decoded)} bytes, {len(packed)} packed, {hashlib.sha256(decoded).hexdigest()}")


def fashion(folder: Path) -> None:
    for part, keep in (("train", slice(0, FIRST_TRAIN)), ("t10k", slice(-LAST_TEST, None))):
        labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())[8:]
        images = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())[16:]
        first, end, _ = keep.indices(len(labels))
        save(f"fashion-mnist-{part}-labels", idx(labels[first:end], end - first))
        save(f"fashion-mnist-{part}-images", idx(images[first * 784 : end * 784], end - first, 28, 28))


def digits(csv: Path) -> None:
    rows = [[int(float(value)) for value in line.split(",")] for line in gzip.decompress(csv.read_bytes()).decode().split()]
    assert len(rows) == 1797 and all(len(row) == 65 and max(row[:64]) <= 16 and row[64] <= 9 for row in rows)
    save("digits-images", idx(bytes(value for row in rows for value in row[:64]), len(rows), 8, 8))
    save("digits-labels", idx(bytes(row[64] for row in rows), len(rows)))


fashion(Path(sys.argv[1]))
digits(Path(sys.argv[2]))
