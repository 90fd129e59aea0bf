// z = op(x) along the last axis, row by row, in the pieces of RowOps.cs: level, between, summands, then settle and apply (MAP), or result.
// A group takes some rows at a time. Some items share a row: each takes the elements that lie items apart, and trees in local memory combine what
// they found. between is formed anew for the last map, which costs less than to keep it in memory.
// A row whose label lies outside is NaN.

// So many summands are added one after the other before they join the rest, so that the sum of a long row keeps its digits.
#define BLOCK 32

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

// Operands of the walk over rows: z, x, what stands beside, the factor. Where there is nothing beside or no factor, it is null.
kernel void rows(const walk w, const constants c, const int items, const int n, global const T *x, const int xFrom, const int xStep,
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
        T reduced = identity(c);
        if (isRow)
        {
            for (int i = item; i < n; i += items) reduced = combine(reduced, x[xAt + i * xStep], c);
        }
        levels[share] = reduced;
        for (int reach = items / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach) levels[share] = combine(levels[share], levels[share + reach], c);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        level_ = level(levels[leader], n, c);
#endif

        sums total = {0, 0, 0};
        if (isRow)
        {
            for (int i = item; i < n;)
            {
                sums block = {0, 0, 0};
                for (int j = 0; j < BLOCK && i < n; j++, i += items)
                {
                    const T other = beside(ys, hot, i, yStep);
                    add(&block, summands(between(x[xAt + i * xStep], other, level_, c), other, c));
                }
                add(&total, block);
            }
        }
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
            for (int i = item; i < n; i += items)
            {
                const T other = beside(ys, hot, i, yStep);
                z[zAt + i * zStep] = apply(between(x[xAt + i * xStep], other, level_, c), other, settled, c) * by;
            }
#else
            if (item == 0) z[zAt] = result(level_, shares[leader], n, c) * by;
#endif
        }
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its shares
    }
}
