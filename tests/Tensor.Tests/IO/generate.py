"""Writes the files in files/ and expected.json, which says what each holds. Run with NumPy 1.24: python3 generate.py

NumPy itself writes the .npy and .npz files. The safetensors files are put together byte by byte as the specification says
(https://huggingface.co/docs/safetensors): 8 bytes little-endian length, the header in JSON, the bytes. Their digests are hashlib's.
A case has either the dtype, shape and bytes (little-endian, row-major, in hexadecimal) of each tensor, or a part of the line with which it
is refused. A .npy file's one tensor has no name.
"""
import hashlib
import io
import json
import os
import shutil
import struct
import zipfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = os.path.join(HERE, "files")
shutil.rmtree(FILES, ignore_errors=True)
os.mkdir(FILES)
expected = {}

BECOMES = {"float16": "float32", "float32": "float32", "float64": "float64", "bool": "bool"}
FLOATS = [0.0, -0.0, 1.5, -2.25, float("nan"), float("inf"), float("-inf"), 6e-8, 65504.0, 0.1, -1e-3, 3.0]


def holds(arrays):
    tensors = {}
    for name, array in arrays.items():
        dtype = BECOMES.get(array.dtype.newbyteorder("=").name, "int32")
        tensors[name] = {"dtype": dtype, "shape": list(array.shape), "bytes": array.astype("<" + np.dtype(dtype).str[1:]).tobytes().hex()}
    return {"tensors": tensors}


def values(dtype, count):
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return np.array(FLOATS[:count], dtype)
    if kind.kind == "b":
        return np.arange(count) % 3 == 0
    least, most = max(np.iinfo(kind).min, -2**31), min(np.iinfo(kind).max, 2**31 - 1)
    return np.array([least, most, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9][:count]).astype(dtype)


def npy(name, array, version=None, refused=None, **options):
    with open(os.path.join(FILES, name + ".npy"), "wb") as file:
        np.lib.format.write_array(file, array, version, **options)
    expected[name + ".npy"] = {"refused": refused} if refused else holds({"": array})


# Every type in every order. NumPy saves what is contiguous in Fortran's order as such.
for kind in ["b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
    orders = "|" if kind[1] == "1" else "<>"
    for order in orders:
        name = np.dtype(kind).name + {"<": "-little", ">": "-big", "|": ""}[order]
        npy(name, values(order + kind, 6).reshape(2, 3))
npy("fortran", np.asfortranarray(values("<f4", 12).reshape(2, 3, 2)))
npy("fortran-big", np.asfortranarray(values(">i4", 12).reshape(3, 4)))
npy("fortran-empty", np.asfortranarray(np.zeros((65536, 65536, 0), "<f4")))
npy("number", np.array(1.5))
npy("vector", values("<f8", 5))
npy("empty", np.zeros((3, 0, 2), "<i4"))
npy("eight-axes", values("<f4", 12).reshape(1, 2, 1, 3, 1, 2, 1, 1))
npy("version-1", values("<f4", 3), (1, 0))
npy("version-2", values("<f4", 3), (2, 0))
npy("version-3", values("<f4", 3), (3, 0))
# Without padding the header would have 128 bytes: NumPy adds 64. It writes the header of such an array, but makes none.
NONE = (0, 1000, 1000, 1000, 1000, 1000, 1000, 100)
with open(os.path.join(FILES, "none-to-spare.npy"), "wb") as file:
    np.lib.format.write_array_header_1_0(file, {"descr": "|b1", "fortran_order": False, "shape": NONE})
expected["none-to-spare.npy"] = {"tensors": {"": {"dtype": "bool", "shape": NONE, "bytes": ""}}}

npy("too-large-int64", np.array([1, 2, 2**31]), refused="byte 144: the whole number 2147483648 does not fit int32")
npy("too-small-int64", np.array([-2**31 - 1]), refused="-2147483649 does not fit int32")
npy("too-large-uint32", np.array([2**32 - 1], "<u4"), refused="4294967295 does not fit int32")
npy("too-large-uint64", np.array([2**64 - 1], "<u8"), refused="18446744073709551615 does not fit int32")
npy("complex", np.array([1j], "<c8"), refused="complex, which tensors do not have; save array.real and array.imag")
npy("longer", np.array([1.0], np.longdouble), refused="a longer float")
npy("text", np.array(["a"]), refused="text")
npy("bytes", np.array([b"a"]), refused="text")
npy("time", np.array(["2020-01-01"], "datetime64[D]"), refused="a time")
npy("raw", np.array([b"ab"], "V2"), refused="raw bytes or a record")
npy("records", np.array([(1, 2.0)], [("a", "<i4"), ("b", "<f4")]), refused="records of several fields")
npy("objects", np.array([None, {}]), refused="Python objects, to be unpickled, which can run any program, which")
npy("nine-axes", np.zeros((1,) * 9, "<f4"), refused="9 axes; a tensor has at most 8")


def npy_bytes(array):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array)
    return stream.getvalue()


def npz(name, save, arrays, refused=None):
    save(os.path.join(FILES, name + ".npz"), **arrays)
    expected[name + ".npz"] = {"refused": refused} if refused else holds(arrays)


several = {"weight": values("<f4", 6).reshape(2, 3), "layer/bias:0": values(">f8", 2), "größe": values("<i8", 4), "mask": values("b1", 5), "number": np.array(7)}
npz("stored", np.savez, several)
npz("deflated", np.savez_compressed, several)
npz("zeros", np.savez_compressed, {"x": np.zeros((20, 500), "<f4")[:, :0]})
npz("nothing", np.savez, {})
npz("with-objects", np.savez, {"x": np.array([None])}, refused="with-objects.npz/x.npy, byte")


class Pipe(io.RawIOBase):
    """A file that cannot seek: sizes then stand behind the members."""

    def __init__(self, path):
        self._file = open(path, "wb")

    def writable(self):
        return True

    def write(self, data):
        return self._file.write(data)

    def close(self):
        self._file.close()
        super().close()


for name, packing in [("piped", zipfile.ZIP_STORED), ("piped-deflated", zipfile.ZIP_DEFLATED)]:
    with Pipe(os.path.join(FILES, name + ".npz")) as pipe, zipfile.ZipFile(pipe, "w", packing) as archive:
        for key, array in several.items():
            with archive.open(zipfile.ZipInfo(key + ".npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array)
    expected[name + ".npz"] = holds(several)

# zipfile and so NumPy read an archive with a comment, which may have up to 65,535 bytes.
for name, comment in [("with-comment", "größe".encode()), ("with-longest-comment", b"PK" * 32767 + b"x")]:
    with zipfile.ZipFile(os.path.join(FILES, name + ".npz"), "w") as archive:
        archive.writestr(zipfile.ZipInfo("x.npy"), npy_bytes(np.arange(3, dtype="<i4")))
        archive.comment = comment
    assert (np.load(os.path.join(FILES, name + ".npz"))["x"] == np.arange(3)).all()
    expected[name + ".npz"] = holds({"x": np.arange(3, dtype="<i4")})

for name, member, why in [("with-text", "read.me", "is no .npy file"), ("climbing", "../x.npy", "would lead out of its folder"), ("absolute", "/x.npy", "would lead out of its folder"), ("folder", "x.npy/", "is a folder")]:
    with zipfile.ZipFile(os.path.join(FILES, name + ".npz"), "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), b"")
    expected[name + ".npz"] = {"refused": why}
with zipfile.ZipFile(os.path.join(FILES, "lzma.npz"), "w", zipfile.ZIP_LZMA) as archive:
    archive.writestr(zipfile.ZipInfo("x.npy"), b"", zipfile.ZIP_LZMA)
expected["lzma.npz"] = {"refused": "packed by method 14"}


def bfloat16(numbers):
    return (np.array(numbers, "<f4").view("<u4") >> 16).astype("<u2")


parts = [("f64", "F64", values("<f8", 3).reshape(3, 1)), ("f32", "F32", values("<f4", 12).reshape(2, 3, 2)), ("number", "F32", np.array(2.5, "<f4")), ("none", "F32", np.zeros((0, 4), "<f4")),
         ("i64", "I64", values("<i8", 6)), ("u64", "U64", values("<u8", 6)), ("i32", "I32", values("<i4", 6)), ("u32", "U32", values("<u4", 6)), ("f16", "F16", values("<f2", 12)), ("bf16", "BF16", bfloat16(FLOATS)),
         ("i16", "I16", values("<i2", 6)), ("u16", "U16", values("<u2", 6)), ("i8", "I8", values("<i1", 6)), ("u8", "U8", values("<u1", 6)), ("größe \"1\"", "BOOL", values("b1", 5))]


DIGEST = "deeppuzzles.sha256"


def safetensors(name, tensors, metadata=None, refused=None, digest=None, separators=(",", ":")):
    """A digest is True for the right one: the SHA-256 of the whole file with zeros in place of its 64 digits. Or it is another text."""
    texts = {**(metadata or {}), **({DIGEST: "0" * 64} if digest else {})}
    header, data = ({"__metadata__": dict(sorted(texts.items()))} if texts else {}), b""
    for key, dtype, array in tensors:
        header[key] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header, separators=separators, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    file = struct.pack("<Q", len(text)) + text + data
    if digest:
        file = file.replace(b"0" * 64, (hashlib.sha256(file).hexdigest() if digest is True else digest).encode())
    with open(os.path.join(FILES, name + ".safetensors"), "wb") as stream:
        stream.write(file)
    widened = {key: (array.astype("<u4") << 16).view("<f4") if dtype == "BF16" else array for key, dtype, array in tensors}
    expected[name + ".safetensors"] = {"refused": refused} if refused else {**holds(widened), "metadata": metadata or {}}


safetensors("all-types", parts, {"format": "pt", "größe": "1"})
safetensors("nothing", [])
# What the reference implementation writes: wider types first, then names in order.
WRITTEN = [("b", "F64", values("<f8", 2)), ("a", "F32", values("<f4", 4).reshape(2, 2)), ("c", "F32", values("<f4", 1)), ("é", "I32", values("<i4", 3)), ("mask", "BOOL", values("b1", 5))]
safetensors("as-written", WRITTEN, {"format": "pt"}, digest=True)
safetensors("nothing-as-written", [], digest=True)
safetensors("digest-by-others", parts[::-1], {"z": "1"}, digest=True, separators=(" , ", " : "))
safetensors("digest-of-others", WRITTEN, {"sha256": "?", "hash": "1"})
safetensors("digest-wrong", WRITTEN, refused=f", not {'1' * 64}: the file is damaged, or another program changed it", digest="1" * 64)
safetensors("digest-in-capitals", WRITTEN, refused="is no SHA-256 in 64 lower-case digits", digest="A" * 64)
safetensors("digest-short", WRITTEN, refused="is no SHA-256 in 64 lower-case digits", digest="1" * 63 + " ")
safetensors("eight-bits", [("x", "F8_E4M3", np.zeros(2, "u1"))], refused="the dtype F8_E4M3 of 'x' is none that tensors take in")
safetensors("too-large", [("x", "I64", np.array([2**40]))], refused="1099511627776 does not fit int32")

with open(os.path.join(HERE, "expected.json"), "w") as file:
    json.dump(expected, file, indent=1, ensure_ascii=False)
    file.write("\n")
