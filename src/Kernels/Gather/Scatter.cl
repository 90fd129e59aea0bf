// y[…, index[…, i, …], …] += x[…, i, …], in the order of i: no two items write to one element, so nothing depends on who comes first.
// The walk goes over lines, all axes but the one; its operands are x, index, y.

// Many lines: an item for each, which goes along its line.
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scatter_lines(const walk w, const int axis, const int length, const int size, const int xStep, const int indexStep, const int yStep,
                          global const T *x, const int xFrom, global const int *index, const int indexFrom, global T *y, const int yFrom, global int *faults, const int faultsFrom)
{
    EACH(line, w.count)
    {
        const int xAt = xFrom + place(w, 0, line), indexAt = indexFrom + place(w, 1, line), yAt = yFrom + place(w, 2, line);
        for (int i = 0; i < length; i++)
        {
            const int at = index[indexAt + i * indexStep];
            if (at < 0 || at >= size) fault(faults + faultsFrom, SCATTER_FAULT, at, i, axis, size);
            else y[yAt + at * yStep] += x[xAt + i * xStep];
        }
    }
}

// Few lines: an item for each element of y, which looks for its own among all indices; the group fetches them together.
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void scatter_elements(const walk w, const int axis, const int length, const int size, const int xStep, const int indexStep, const int yStep,
                             global const T *x, const int xFrom, global const int *index, const int indexFrom, global T *y, const int yFrom, global int *faults, const int faultsFrom)
{
    local int targets[GROUP];
    local T values[GROUP];
    const int item = get_local_id(0), tiles = (size - 1) / GROUP + 1;
    for (uint piece = get_group_id(0); piece < (uint)tiles * (uint)w.count; piece += get_num_groups(0))
    {
        const int line = piece / (uint)tiles;
        const uint mine = piece % (uint)tiles * GROUP + item;
        const int xAt = xFrom + place(w, 0, line), indexAt = indexFrom + place(w, 1, line), yAt = yFrom + place(w, 2, line);
        T total = mine < (uint)size ? y[yAt + mine * yStep] : (T)0;
        for (uint first = 0; first < (uint)length; first += GROUP)
        {
            const uint i = first + item, count = min((uint)GROUP, length - first);
            if (i < (uint)length)
            {
                const int at = index[indexAt + i * indexStep];
                if (at < 0 || at >= size) fault(faults + faultsFrom, SCATTER_FAULT, at, i, axis, size);
                targets[item] = at;
                values[item] = x[xAt + i * xStep];
            }
            barrier(CLK_LOCAL_MEM_FENCE);
            for (uint j = 0; j < count; j++)
            {
                if ((uint)targets[j] == mine) total += values[j];
            }
            barrier(CLK_LOCAL_MEM_FENCE);
        }
        if (mine < (uint)size) y[yAt + mine * yStep] = total;
    }
}
