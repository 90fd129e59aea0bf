// y[i] = distribution(words of block i / 2), i in row-major order: Philox4x32-10 as in Philox.cs, where its source is given.
// An item runs the block cipher once and takes both of its elements.

uint4 philox(uint4 counter, uint2 key)
{
    for (int round = 0; round < 10; round++)
    {
        const uint2 high = (uint2)(mul_hi(0xD2511F53u, counter.x), mul_hi(0xCD9E8D57u, counter.z));
        const uint2 low = (uint2)(0xD2511F53u * counter.x, 0xCD9E8D57u * counter.z);
        counter = (uint4)(high.y ^ counter.y ^ key.x, low.y, high.x ^ counter.w ^ key.y, low.x);
        key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
    }
    return counter;
}

kernel void draw(const walk w, const constants c, const ulong key, const ulong number, global T *y, const int yFrom)
{
    EACH(block, ((uint)w.count + 1) / 2)
    {
        const uint4 words = philox((uint4)(block, 0, (uint)number, (uint)(number >> 32)), (uint2)((uint)key, (uint)(key >> 32)));
        const int i = 2 * block;
        y[yFrom + place(w, 0, i)] = op(words.x, words.y, c);
        if (i + 1 < w.count) y[yFrom + place(w, 0, i + 1)] = op(words.z, words.w, c);
    }
}
