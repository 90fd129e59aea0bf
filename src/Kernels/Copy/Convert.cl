// y[i] = x[i] in another number type: CONVERT is the function of OpenCL C that rounds to nearest for floats, towards zero and saturating for integers.

kernel void convert(const walk w, global const T *x, const int xFrom, global U *y, const int yFrom)
{
    EACH(i, w.count)
    {
        const T value = x[xFrom + place(w, 1, i)];
        // A NaN has no whole number; it is the only value that does not equal itself.
        y[yFrom + place(w, 0, i)] = value == value ? CONVERT(value) : NOTHING;
    }
}
