// y[…, i, …] = x[…, index[…, i, …], …]: work item for each element of y. The walk sees x with stride 0 along the axis; each index adds its own step.
// Where an index lies outside, y is nothing: NaN or 0.

kernel void gather(const walk w, const int axis, const int inner, const int length, const int size, const int step, const T nothing,
                   global const T *x, const int xFrom, global const int *index, const int indexFrom, global T *y, const int yFrom, global int *faults, const int faultsFrom)
{
    EACH(i, w.count)
    {
        const int at = index[indexFrom + place(w, 1, i)];
        const bool isThere = at >= 0 && at < size;
        if (!isThere) fault(faults + faultsFrom, GATHER_FAULT, at, (int)i / inner % length, axis, size);
        y[yFrom + place(w, 0, i)] = isThere ? x[xFrom + place(w, 2, i) + at * step] : nothing;
    }
}
