// z = op(x) along the last axis, row by row, in the pieces of RowOps.cs: level, between, summands, then settle and apply (MAP), or result.
// A group takes some rows at a time. Some items share a row: each takes the elements that lie items apart, and trees in local memory combine what
// they found. between is formed anew for the last map, which costs less than to keep it in memory.
// A row whose label lies outside is NaN.

// An item combines BLOCK elements one after the other, and the blocks in a tree, as a binary counter carries: waiting[j] holds 2ʲ blocks where bit j of
// their number is set. With the tree over the items, that of n numbers is at most 2·log₂(n) deep, and so many units a sum may lose. A row of 2³¹
// elements, which 256 items share, has 2¹⁹ blocks for each.
#define BLOCK 16
#define LEVELS 20

void add(sums *total, const sums more)
{
    total->first += more.first;
    total->second += more.second;
    total->third += more.third;
}

// What stands beside a row: another row, a 1 at one position, or nothing; y or hots, or neither, is there.
T beside(global const T *y, const int hot, const int i, const int yStep)
{
    return y ? y[i * yStep] : (T)(i == hot);
}

#ifdef HAS_LEVEL
// The share of an item in the first reduction over a row.
T share_of_level(global const T *x, const int step, const int item, const int items, const int n, const constants c)
{
    T waiting[LEVELS];
    uint blocks = 0;
    for (uint i = item; i < (uint)n; blocks++)
    {
        T block = x[(int)i * step];
        i += items;
        for (int j = 1; j < BLOCK && i < (uint)n; j++, i += items) block = combine(block, x[(int)i * step], c);
        int at = 0;
        for (uint carry = blocks; carry & 1; carry >>= 1) block = combine(waiting[at++], block, c);
        waiting[at] = block;
    }
    T all = identity(c);
    for (int at = 0; blocks >> at; at++)
    {
        if (blocks >> at & 1) all = combine(waiting[at], all, c);
    }
    return all;
}
#endif

// The share of an item in the sums over a row.
sums share_of_sums(global const T *x, const int step, global const T *y, const int yStep, const int hot, const T level_, const int item, const int items, const int n, const constants c)
{
    sums waiting[LEVELS], all = {0, 0, 0};
    uint blocks = 0;
    for (uint i = item; i < (uint)n; blocks++)
    {
        sums block = {0, 0, 0};
        for (int j = 0; j < BLOCK && i < (uint)n; j++, i += items)
        {
            const T other = beside(y, hot, i, yStep);
            add(&block, summands(between(x[(int)i * step], other, level_, c), other, c));
        }
        int at = 0;
        for (uint carry = blocks; carry & 1; carry >>= 1) add(&block, waiting[at++]);
        waiting[at] = block;
    }
    for (int at = 0; blocks >> at; at++)
    {
        if (blocks >> at & 1) add(&all, waiting[at]);
    }
    return all;
}

// Operands of the walk over rows: z, x, what stands beside, the factor. Where there is nothing beside or no factor, it is null.
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void rows(const walk w, const constants c, const int items, const int n, global const T *x, const int xFrom, const int xStep,
                 global T *z, const int zFrom, const int zStep, global const T *y, const int yFrom, const int yStep,
                 global const int *hots, const int hotsFrom, global const T *factor, const int factorFrom, global int *faults, const int faultsFrom)
{
    local T levels[GROUP];
    local sums shares[GROUP];
    const int share = get_local_id(0), item = share % items, leader = share - item, together = GROUP / items;
    for (uint first = get_group_id(0) * together; first < (uint)w.count; first += get_num_groups(0) * together)
    {
        const uint row = first + share / items;
        const bool isRow = row < (uint)w.count;
        const int xAt = xFrom + (isRow ? place(w, 1, row) : 0);
        global const T *ys = y && isRow ? y + yFrom + place(w, 2, row) : 0;
        const int hot = hots && isRow ? hots[hotsFrom + place(w, 2, row)] : -1;
        const bool isOutside = hots && isRow && (hot < 0 || hot >= n);
        if (isOutside && item == 0) fault(faults + faultsFrom, LABEL_FAULT, hot, row, 0, n);

        T level_ = 0;
#ifdef HAS_LEVEL
        levels[share] = isRow ? share_of_level(x + xAt, xStep, item, items, n, c) : identity(c);
        for (int reach = items / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach) levels[share] = combine(levels[share], levels[share + reach], c);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        level_ = level(levels[leader], n, c);
#endif

        sums total = {0, 0, 0};
        if (isRow) total = share_of_sums(x + xAt, xStep, ys, yStep, hot, level_, item, items, n, c);
        shares[share] = total;
        for (int reach = items / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach)
            {
                sums both = shares[share];
                add(&both, shares[share + reach]);
                shares[share] = both;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        if (isRow)
        {
            const T by = isOutside ? (T)NAN : factor ? factor[factorFrom + place(w, 3, row)] : (T)1;
            const int zAt = zFrom + place(w, 0, row);
#ifdef MAP
            const sums settled = settle(shares[leader], n, c);
            for (uint i = item; i < (uint)n; i += items)
            {
                const T other = beside(ys, hot, i, yStep);
                z[zAt + (int)i * zStep] = apply(between(x[xAt + (int)i * xStep], other, level_, c), other, settled, c) * by;
            }
#else
            if (item == 0) z[zAt] = result(level_, shares[leader], n, c) * by;
#endif
        }
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its shares
    }
}
