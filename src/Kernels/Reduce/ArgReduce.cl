// y = the position along the axis of the element that the op keeps, the first of equals.
// A group takes some lines at a time, and some items share a line: each looks at the elements that lie items apart, and a tree in local memory
// keeps the better one; where neither replaces the other, that of the lower position.

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void keep(const walk w, const constants c, const int items, const int length, const int xStep, global const T *x, const int xFrom, global int *y, const int yFrom)
{
    local T values[GROUP];
    local int positions[GROUP];
    const int share = get_local_id(0), item = share % items, lines = GROUP / items;
    for (uint first = get_group_id(0) * lines; first < (uint)w.count; first += get_num_groups(0) * lines)
    {
        const uint line = first + share / items;
        int kept = item;
        T best = 0;
        if (line < (uint)w.count && item < length)
        {
            const int xAt = xFrom + place(w, 0, line);
            best = x[xAt + item * xStep];
            for (uint i = item + items; i < (uint)length; i += items)
            {
                const T next = x[xAt + i * xStep];
                if (!replaces(next, best, c)) continue;
                best = next;
                kept = i;
            }
        }
        values[share] = best;
        positions[share] = kept;
        for (int reach = items / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach && item + reach < length)
            {
                const T other = values[share + reach];
                const int later = positions[share + reach];
                best = values[share];
                if (replaces(other, best, c) || (!replaces(best, other, c) && later < positions[share]))
                {
                    values[share] = other;
                    positions[share] = later;
                }
            }
        }
        if (item == 0 && line < (uint)w.count) y[yFrom + place(w, 1, line)] = positions[share];
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its values
    }
}
