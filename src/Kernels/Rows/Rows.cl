// z = op(x) along the last axis, row by row, in the pieces of RowOps.cs: level, between, summands, then settle and apply (MAP), or result.
// A group takes ROWS rows at a time. ITEMS items share a row: each takes the elements that lie ITEMS apart, and trees in local memory combine what
// they found. between is formed anew for the last map, which costs less than to keep it in memory.

// So many summands are added one after the other before they join the rest, so that the sum of a long row keeps its digits.
#define BLOCK 32

#if defined(BESIDE_ROWS)
#define BESIDE(i) y[yAt + (i) * yStep]
#elif defined(BESIDE_HOT)
#define BESIDE(i) ((i) == hot ? (T)1 : (T)0)
#else
#define BESIDE(i) ((T)0)
#endif

void add(sums *total, const sums more)
{
    total->first += more.first;
    total->second += more.second;
    total->third += more.third;
}

// Operands of the walk over rows: z, x, what stands beside, the factor.
kernel void rows(const walk w, const constants c, const int n, global const T *x, const int xFrom, const int xStep, global T *z, const int zFrom, const int zStep
#if defined(BESIDE_ROWS)
    , global const T *y, const int yFrom, const int yStep
#elif defined(BESIDE_HOT)
    , global const int *y, const int yFrom
#endif
#ifdef FACTOR
    , global const T *factor, const int factorFrom
#endif
#ifdef BESIDE_HOT
    , global int *faults, const int faultsFrom
#endif
)
{
    local T levels[ROWS][ITEMS];
    local sums shares[ROWS][ITEMS];
    const int item = get_local_id(0) % ITEMS, mine = get_local_id(0) / ITEMS;
    for (int first = get_group_id(0) * ROWS; first < w.count; first += get_num_groups(0) * ROWS)
    {
        const int row = first + mine;
        const bool isRow = row < w.count;
        const int xAt = xFrom + (isRow ? place(w, 1, row) : 0);
#if defined(BESIDE_ROWS)
        const int yAt = yFrom + (isRow ? place(w, 2, row) : 0);
#elif defined(BESIDE_HOT)
        const int hot = isRow ? y[yFrom + place(w, 2, row)] : 0;
        if (isRow && item == 0 && (hot < 0 || hot >= n)) fault(faults + faultsFrom, LABEL_FAULT, hot, row, 0, n);
#endif

        T level_ = 0;
#ifdef HAS_LEVEL
        T reduced = identity(c);
        if (isRow)
        {
            for (int i = item; i < n; i += ITEMS) reduced = combine(reduced, x[xAt + i * xStep], c);
        }
        levels[mine][item] = reduced;
        for (int reach = ITEMS / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach) levels[mine][item] = combine(levels[mine][item], levels[mine][item + reach], c);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        level_ = level(levels[mine][0], n, c);
#endif

        sums total = {0, 0, 0};
        if (isRow)
        {
            for (int i = item; i < n;)
            {
                sums block = {0, 0, 0};
                for (int j = 0; j < BLOCK && i < n; j++, i += ITEMS) add(&block, summands(between(x[xAt + i * xStep], BESIDE(i), level_, c), BESIDE(i), c));
                add(&total, block);
            }
        }
        shares[mine][item] = total;
        for (int reach = ITEMS / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach)
            {
                sums both = shares[mine][item];
                add(&both, shares[mine][item + reach]);
                shares[mine][item] = both;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        if (isRow)
        {
#ifdef FACTOR
            const T by = factor[factorFrom + place(w, 3, row)];
#else
            const T by = 1;
#endif
            const int zAt = zFrom + place(w, 0, row);
#ifdef MAP
            const sums settled = settle(shares[mine][0], n, c);
            for (int i = item; i < n; i += ITEMS) z[zAt + i * zStep] = apply(between(x[xAt + i * xStep], BESIDE(i), level_, c), BESIDE(i), settled, c) * by;
#else
            if (item == 0) z[zAt] = result(level_, shares[mine][0], n, c) * by;
#endif
        }
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its shares
    }
}
