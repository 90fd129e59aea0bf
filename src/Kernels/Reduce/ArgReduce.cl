// y = the position along the axis of the element that the op keeps, the first of equals.
// A group takes LINES lines at a time, and ITEMS items share a line: each looks at the elements that lie ITEMS apart, and a tree in local memory
// keeps the better one; where neither replaces the other, that of the lower position.

kernel void keep(const walk w, const constants c, const int length, const int xStep, global const T *x, const int xFrom, global int *y, const int yFrom)
{
    local T values[LINES][ITEMS];
    local int positions[LINES][ITEMS];
    const int item = get_local_id(0) % ITEMS, mine = get_local_id(0) / ITEMS;
    for (int first = get_group_id(0) * LINES; first < w.count; first += get_num_groups(0) * LINES)
    {
        const int line = first + mine;
        int kept = item;
        T best = 0;
        if (line < w.count && item < length)
        {
            const int xAt = xFrom + place(w, 0, line);
            best = x[xAt + item * xStep];
            for (int i = item + ITEMS; i < length; i += ITEMS)
            {
                const T next = x[xAt + i * xStep];
                if (!replaces(next, best, c)) continue;
                best = next;
                kept = i;
            }
        }
        values[mine][item] = best;
        positions[mine][item] = kept;
        for (int reach = ITEMS / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (item < reach && item + reach < length)
            {
                const T other = values[mine][item + reach];
                const int later = positions[mine][item + reach];
                best = values[mine][item];
                if (replaces(other, best, c) || (!replaces(best, other, c) && later < positions[mine][item]))
                {
                    values[mine][item] = other;
                    positions[mine][item] = later;
                }
            }
        }
        if (item == 0 && line < w.count) y[yFrom + place(w, 1, line)] = positions[mine][0];
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its values
    }
}
