// z[i] = op(x[i], y[i]): work item i walks on in steps of all items.

kernel void pairs(const walk w, const constants c, global const T *x, const int xFrom, global const T *y, const int yFrom, global T *z, const int zFrom)
{
    EACH(i, w.count)
        z[zFrom + place(w, 0, i)] = op(x[xFrom + place(w, 1, i)], y[yFrom + place(w, 2, i)], c);
}
