// y[i] = op(x[i]): work item i walks on in steps of all items.

kernel void map(const walk w, const constants c, global const T *x, const int xFrom, global T *y, const int yFrom)
{
    EACH(i, w.count) y[yFrom + place(w, 0, i)] = op(x[xFrom + place(w, 1, i)], c);
}
