// y[k] = x[k, 0] op x[k, 1] op … over all that is reduced, in parts: y[k, p] is what part p of them gives.
// A group takes some neighbours k, outputs, and one part. Its items share them: every item combines up to CHAIN elements that lie reducers apart, in
// four chains at a time, and a tree in local memory combines the items. The host calls again with the parts until one is left: the tree is fixed by sizes.

#define CHAIN 16

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void reduce(const walk kept, const walk gone, const constants c, const int parts, const int outputs, global const T *x, const int xFrom,
                   global T *y, const int yFrom, const int yOutput, const int yPart)
{
    local T shares[GROUP];
    const int item = get_local_id(0), output = item % outputs, reducer = item / outputs, reducers = GROUP / outputs;
    const int tiles = (kept.count - 1) / outputs + 1;
    for (uint group = get_group_id(0); group < (uint)tiles * (uint)parts; group += get_num_groups(0))
    {
        const uint part = group % (uint)parts, k = group / (uint)parts * outputs + output;
        T chain[4];
        for (int j = 0; j < 4; j++) chain[j] = identity(c);
        if (k < (uint)kept.count)
        {
            const int start = xFrom + place(kept, 0, k);
            uint r = part * (reducers * CHAIN) + reducer;
            for (int j = 0; j < CHAIN && r < (uint)gone.count; j++, r += reducers) chain[j & 3] = combine(chain[j & 3], x[start + place(gone, 0, r)], c);
        }
        shares[item] = combine(combine(chain[0], chain[1], c), combine(chain[2], chain[3], c), c);
        for (int reach = reducers / 2; reach > 0; reach /= 2)
        {
            barrier(CLK_LOCAL_MEM_FENCE);
            if (reducer < reach) shares[item] = combine(shares[item], shares[item + reach * outputs], c);
        }
        if (reducer == 0 && k < (uint)kept.count) y[yFrom + k * yOutput + part * yPart] = shares[output];
        barrier(CLK_LOCAL_MEM_FENCE);       // before the next turn writes its shares
    }
}
