"""Products of vectors and matrices, and einsum."""
import numpy as np

from corpus import FLOATS, NUMBERS, array, case, fails, rng

# Products. Multiples of 1/4 come out exactly.
for left, right in [([2, 3], [3, 4]), ([3], [3]), ([3], [3, 4]), ([2, 3], [3]), ([5, 2, 3], [3, 4]), ([2, 3], [5, 3, 4]), ([5, 2, 3], [5, 3, 1]), ([2, 1, 2, 3], [4, 3, 2]), ([0, 3], [3, 2]), ([2, 0], [0, 3]), ([4, 3], [3, 0]), ([5, 2, 3], [3]), ([3], [5, 3, 2])]:
    for dtype in FLOATS:
        case("matmul", [array(dtype, left), array(dtype, right)], {}, np.matmul)
for dtype in NUMBERS:
    case("dot", [array(dtype, [7]), array(dtype, [7])], {}, np.dot)
    for left, right in [([3], [4]), ([2, 2], [3]), ([], [2]), ([0], [2])]:
        case("outer", [array(dtype, left), array(dtype, right)], {}, np.outer)
EINSUMS = ["ij,jk->ik", "ij,jk", "ij,jk->ki", "ii", "ii->i", "ij->", "ij->ji", "ji", "i,i", "i,j", "i,i->i", "bij,bjk->bik", "bij,bkj->bki", "ij,ij->i", "ij,ij", "ij,ji",
           "i,ij,j", "i,ij,j->ij", "ij,jk,kl->il", "ij,jk,ki", "abc,cd,be->ade", "iij->j", "iji->j", "iij,ij->i", "iii", "iij,jkk->ik", "a,b,c,d->dbca", "ab,ab,ab->ba",
           "...i,...i->...", "...ij,...jk->...ik", "...ij,jk", "i...->...", "...,...", "...ii->...i", "i...j->j...i", "b...i,bij->b...j", "...ij->...", "Ab,bA", "zA,Az->z", ",", ",i", " ij , jk -> ik "]
for equation in EINSUMS:
    for dtype in NUMBERS:
        terms = equation.replace(" ", "").split("->")[0].split(",")
        sizes = {letter: int(rng.randint(1, 5)) for letter in "abcdeijklAz"}
        hidden = [int(rng.randint(1, 4)) for _ in range(rng.randint(0, 3))]
        inputs = []
        for term in terms:
            shape = []
            for at, letter in enumerate(term.replace("...", ".")):
                if letter == ".":
                    shape += [1 if rng.randint(0, 4) == 0 else size for size in hidden[(rng.randint(0, len(hidden) + 1)):]]
                else:
                    shape.append(1 if term.count(letter) == 1 and rng.randint(0, 8) == 0 else sizes[letter])
            inputs.append(array(dtype, shape))
        case("einsum", inputs, {"equation": equation}, lambda *v: np.einsum(equation, *v), zeros=True)     # the sum of one -0: NumPy starts from 0

# Refused.
for left, right in [([2, 3], [2, 3]), ([], [3]), ([3], []), ([3], [4]), ([2, 2, 3], [3, 3, 2])]:
    fails("matmul", [array("float32", left), array("float32", right)], {}, np.matmul)
fails("dot", [array("float32", [3]), array("float32", [4])], {}, np.dot)
for equation, shapes in [("ij,jk->ik", [[2, 3], [4, 5]]), ("ij->k", [[2, 3]]), ("ij->ii", [[2, 3]]), ("ijk", [[2, 3]]), ("i", [[2, 3]]), ("ij,jk", [[2, 3]]), ("ij", [[2, 3], [3, 4]]), ("ii", [[2, 3]]), ("i1", [[2, 3]]), ("ij->i->j", [[2, 3]]), ("...i...", [[2, 3]]),
                         ("...i,...i", [[2, 3], [4, 3]]), ("...i->i", [[2, 3]]), ("i-j", [[2, 3]]), ("i..", [[2, 3]])]:
    fails("einsum", [array("float32", s) for s in shapes], {"equation": equation}, lambda *v: np.einsum(equation, *v))
