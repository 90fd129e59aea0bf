"""Sections, and elements at indices and masks."""
import numpy as np

from corpus import ALL, NUMBERS, array, case, fails, index_slices, numbers, random_shape, random_slices, rng

for _ in range(120):
    x = array(str(rng.choice(ALL)), random_shape())
    slices = random_slices(x.array.shape)
    case("slice", [x], {"slices": slices}, lambda v: v[index_slices(slices)])

INDEX_SHAPES = [[], [3], [2, 2], [1, 3], [2, 1], [0]]


def indices_for(shape):
    """Index inputs for some of the axes, and the axes."""
    while True:
        axes = [axis for axis in range(len(shape)) if shape[axis] and rng.randint(0, 2)]
        if axes:
            break
    chosen = [INDEX_SHAPES[rng.randint(0, len(INDEX_SHAPES) - (rng.randint(0, 8) > 0))] for _ in axes]
    try:
        np.broadcast_shapes(*[tuple(s) for s in chosen])
    except ValueError:
        return indices_for(shape)
    return axes, [numbers(rng.randint(-shape[axis], shape[axis], s), shape=s) for axis, s in zip(axes, chosen)]


def key(rank, axes, indices):
    return tuple(indices[axes.index(axis)] if axis in axes else slice(None) for axis in range(rank))


for _ in range(140):
    shape = random_shape(4, 1)
    if not any(shape):
        continue
    x, (axes, indices) = array(str(rng.choice(ALL)), shape), indices_for(shape)
    case("at", [x] + indices, {"axes": axes}, lambda v, *i: v[key(len(shape), axes, i)])
    pool = str(rng.choice(NUMBERS))
    x = array(pool, shape)
    there = x.array[key(len(shape), axes, [i.array for i in indices])]
    values = array(pool, [1 if size and rng.randint(0, 4) == 0 else size for size in there.shape[rng.randint(0, 2) if there.ndim else 0:]])

    def add(v, values, *i):
        y = v.copy()
        np.add.at(y, key(len(shape), axes, i), values)
        return y

    def put(v, values, *i):
        y = v.copy()
        y[key(len(shape), axes, i)] = values
        return y

    case("index-add", [x, values] + indices, {"axes": axes}, add)
    case("put", [x, values] + indices, {"axes": axes}, put)
for dtype in ALL:
    for shape, covered in [([5], 1), ([3, 4], 2), ([3, 4], 1), ([2, 3, 2], 3), ([2, 3, 2], 2), ([], 0), ([0, 2], 1)]:
        x, mask = array(dtype, shape), array("bool", shape[:covered])
        case("masked select", [x, mask], {}, lambda v, m: v[m])
        mask = array("bool", shape[covered // 2:])
        value = {"bool": 1, "int32": 40}.get(dtype, -0.75)
        case("masked fill", [x, mask], {"value": value}, lambda v, m: np.where(m, np.array(value, v.dtype), v))
    for shape in [[], [5], [3, 4], [2, 0], [2, 2, 3]]:
        case("non-zero", [array(dtype, shape)], {}, lambda v: np.argwhere(v).astype(np.int32))
for _ in range(60):
    dtype, shape = str(rng.choice(ALL)), random_shape(3)
    x, slices = array(dtype, shape), random_slices(shape)
    section = list(x.array[index_slices(slices)].shape)
    value = array(dtype, [1 if size and rng.randint(0, 4) == 0 else size for size in section[(rng.randint(0, 2) if section else 0):]])

    def replaced(v, value):
        y = v.copy()
        y[index_slices(slices)] = value
        return y

    case("with", [x, value], {"slices": slices}, replaced)
for dtype in ALL:
    for shape, axis in [([4], 0), ([3, 4], 0), ([3, 4], -1), ([2, 3, 2], 1)]:
        size = shape[axis]
        to = list(shape)
        to[axis] = 5
        case("gather", [array(dtype, shape), numbers(rng.randint(0, size, to), shape=to)], {"axis": axis}, lambda v, i: np.take_along_axis(v, i, axis))
        case("rows", [array(dtype, shape), numbers(rng.randint(0, size, 6))], {"axis": axis}, lambda v, i: np.take(v, i, axis))
for labels in [[0, 2, 1], [], [3]]:
    case("one-hot", [numbers(labels)], {"classes": 4}, lambda v: np.eye(4, dtype=np.float32)[v])

# Refused.
for slices in [[3], [-4], [0, 4], [0, 0, 0], [[None, None, 0]], [[0, 1, 1], -5]]:
    fails("slice", [array("int32", [3, 4])], {"slices": slices}, lambda v: v[index_slices(slices)])
    fails("with", [array("int32", [3, 4]), numbers(1)], {"slices": slices}, lambda v, _: v[index_slices(slices)])
for axes, indices in [([0], [[3]]), ([0], [[-4]]), ([1], [[[0, 4]]]), ([0, 1], [[0, 1], [0, 1, 2]]), ([0, 1], [[0, 1, 2], [3, 4, 0]]), ([2], [[0]])]:
    inputs = [numbers(i) for i in indices]
    fails("at", [array("int32", [3, 4])] + inputs, {"axes": axes}, lambda v, *i: v[key(max(axes) + 1, axes, i)])
    fails("put", [array("int32", [3, 4]), numbers(1)] + inputs, {"axes": axes}, lambda v, one, *i: v[key(max(axes) + 1, axes, i)])
    fails("index-add", [array("int32", [3, 4]), numbers(1)] + inputs, {"axes": axes}, lambda v, one, *i: np.add.at(v.copy(), key(max(axes) + 1, axes, i), one))


def assign(v, values, i):
    v.copy()[i] = values


fails("put", [array("int32", [3, 4]), numbers([1, 2, 3]), numbers([0, 1])], {"axes": [0]}, assign)
fails("masked select", [array("int32", [3, 4]), array("bool", [4])], {}, lambda v, m: v[m])
fails("masked select", [array("int32", [3]), array("bool", [3, 1])], {}, lambda v, m: v[m])
fails("rows", [array("int32", [3, 4]), numbers([4])], {"axis": 1}, lambda v, i: np.take(v, i, 1))
fails("gather", [array("int32", [3]), numbers([3])], {"axis": 0}, lambda v, i: np.take_along_axis(v, i, 0))

# Counted: none, some that never come, more places than asked for.
for wholes in [[], [0], [3, 0, 3, 1, 3], [5, 5], list(rng.randint(0, 9, 40))]:
    for least in [0, 2, 12]:
        case("bin count", [numbers(wholes, "int32", [len(wholes)])], {"least": least}, lambda v: np.bincount(v, minlength=least).astype(np.int32))
