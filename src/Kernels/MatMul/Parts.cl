// y[i] = op(Σ_part parts[part, i] + bias[i / inner mod channels]): what the parts of the depth came to, in their order, the second pass of Tile.cl.
// Work item i walks on in steps of all items.

kernel void parts(
#ifdef FUSED
    const constants c, global const T *bias, const int biasFrom, const int inner, const int channels,
#endif
    const int parts, const int count, global const T *x, const int xFrom, global T *y, const int yFrom)
{
    EACH(i, count)
    {
        T sum = x[xFrom + i];
        for (int part = 1; part < parts; part++) sum += x[xFrom + part * count + i];
#ifdef FUSED
        sum = op(sum + bias[biasFrom + i / inner % channels], c);
#endif
        y[yFrom + i] = sum;
    }
}
