// How fast a device multiplies and adds when nothing else is to be done: 64 chains in each item, so that none waits for its last result.
kernel void peak(const int steps, const float a, const float b, global float *y)
{
    const float8 first = (float8)(0, 1, 2, 3, 4, 5, 6, 7) + (float)get_global_id(0);
    float8 x0 = first, x1 = first + 1, x2 = first + 2, x3 = first + 3, x4 = first + 4, x5 = first + 5, x6 = first + 6, x7 = first + 7;
    const float8 factor = a, shift = b;
    for (int step = 0; step < steps; step++)
    {
        x0 = fma(x0, factor, shift);
        x1 = fma(x1, factor, shift);
        x2 = fma(x2, factor, shift);
        x3 = fma(x3, factor, shift);
        x4 = fma(x4, factor, shift);
        x5 = fma(x5, factor, shift);
        x6 = fma(x6, factor, shift);
        x7 = fma(x7, factor, shift);
    }
    const float8 sum = ((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7));
    y[get_global_id(0)] = ((sum.s0 + sum.s1) + (sum.s2 + sum.s3)) + ((sum.s4 + sum.s5) + (sum.s6 + sum.s7));
}
