"""Products that are rounded, and those in which an infinity meets a 0."""
import numpy as np

from corpus import FLOATS, U, array, case, numbers, precisely, rng

# Of a sum of up to a hundred products: 2·log2(n)·u of the sum of their sizes.
PRODUCT_ROUNDINGS = 16

for dtype in FLOATS:
    for left, right in [([7, 33], [33, 5]), ([2, 3, 40], [40]), ([2, 1, 4, 17], [3, 17, 2]), ([70], [70, 3])]:
        x, y = array(dtype + " normal", left), array(dtype + " normal", right)
        size = np.matmul(np.abs(x.array), np.abs(y.array)).max()
        case("matmul", [x, y], {}, precisely(np.matmul), error=PRODUCT_ROUNDINGS * U[dtype] * size)
        holes = numbers(np.where(rng.randint(0, 40, left) == 0, rng.choice([np.nan, np.inf, -np.inf], left), array(dtype, left).array), dtype, left)
        case("matmul", [holes, array(dtype, right)], {}, np.matmul)
    x, y = array(dtype + " normal", [90]), array(dtype + " normal", [90])
    case("dot", [x, y], {}, precisely(np.dot), error=PRODUCT_ROUNDINGS * U[dtype] * np.abs(x.array * y.array).sum())
    for equation, shapes in [("ij,jk,kl->il", [[5, 6], [6, 7], [7, 4]]), ("bij,bjk->bki", [[3, 4, 5], [3, 5, 2]]), ("ij,kj->", [[4, 9], [5, 9]])]:
        terms = [array(dtype + " normal", shape) for shape in shapes]
        size = np.einsum(equation, *[np.abs(term.array) for term in terms]).max()
        case("einsum", terms, {"equation": equation}, precisely(lambda *v: np.einsum(equation, *v)), error=PRODUCT_ROUNDINGS * U[dtype] * size)
