// y[…, i, …] = the position of the element that comes i-th along the axis; equal elements stay in order, NaN comes last.

// Does the element at position a come before that at b? Positions never tie, so there is one order only, whatever algorithm finds it.
bool before(const T x, const int a, const T y, const int b, const int descending)
{
    const bool xIsNan = x != x, yIsNan = y != y;
    if (xIsNan != yIsNan) return yIsNan;
    if (xIsNan || x == y) return a < b;
    return descending ? x > y : x < y;
}

// Short lines: each item counts what comes before its element.
kernel void rank_each(const walk w, const int length, const int descending, const int xStep, const int yStep, global const T *x, const int xFrom, global int *y, const int yFrom)
{
    EACH(i, w.count * length)
    {
        const int line = (int)i / length, mine = (int)i % length;
        const int xAt = xFrom + place(w, 0, line);
        const T value = x[xAt + mine * xStep];
        int rank = 0;
        for (int other = 0; other < length; other++) rank += before(x[xAt + other * xStep], other, value, mine, descending);
        y[yFrom + place(w, 1, line) + rank * yStep] = mine;
    }
}

// Long lines: K. E. Batcher, "Sorting networks and their applications" (1968), the bitonic sorter, on lines of padded positions; those beyond
// the line come last.
kernel void number_all(const int padded, const int lines, global int *positions)
{
    EACH(i, padded * lines) positions[i] = (int)i % padded;
}

kernel void exchange(const walk w, const int length, const int padded, const int descending, const int stage, const int distance,
                     const int xStep, global const T *x, const int xFrom, global int *positions)
{
    const int pairs = padded / 2;
    EACH(pair, w.count * pairs)
    {
        const int line = (int)pair / pairs, p = (int)pair % pairs;
        const int low = p / distance * (2 * distance) + p % distance, high = low + distance;
        global int *of = positions + line * padded;
        const int a = of[low], b = of[high], xAt = xFrom + place(w, 0, line);
        const bool inOrder = a < length && b < length ? before(x[xAt + a * xStep], a, x[xAt + b * xStep], b, descending) : a < length || (b >= length && a < b);
        if (inOrder == ((low & stage) != 0))
        {
            of[low] = b;
            of[high] = a;
        }
    }
}

kernel void take(const walk w, const int length, const int padded, const int yStep, global const int *positions, global int *y, const int yFrom)
{
    EACH(i, w.count * length) y[yFrom + place(w, 1, (int)i / length) + (int)i % length * yStep] = positions[(int)i / length * padded + (int)i % length];
}
