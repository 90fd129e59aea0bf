// y[i] = x[i], in another type or under a mask: work item i walks on in steps of all items.
// The host puts T, the type of x, and U, the type of y, before this.

kernel void copy(const walk w, global const T *x, const int xFrom, global T *y, const int yFrom)
{
    EACH(i, w.count) y[yFrom + place(w, 0, i)] = x[xFrom + place(w, 1, i)];
}

kernel void fill(const walk w, const T value, global T *y, const int yFrom)
{
    EACH(i, w.count) y[yFrom + place(w, 0, i)] = value;
}

kernel void choose(const walk w, global const uchar *mask, const int maskFrom, global const T *x, const int xFrom, global const T *y, const int yFrom, global T *z, const int zFrom)
{
    EACH(i, w.count)
    {
        // Only the one that is wanted is read.
        z[zFrom + place(w, 0, i)] = mask[maskFrom + place(w, 1, i)] ? x[xFrom + place(w, 2, i)] : y[yFrom + place(w, 3, i)];
    }
}
