// y[n, c, oy, ox] = the element of its window of x that the op keeps, the first of equals; place = where it stands in its plane, iy·width + ix.
// Work item i walks on in steps of all items, and through its window row by row.

typedef struct
{
    int count, channels;
    int imageHeight, imageWidth, windowHeight, windowWidth, placesHeight, placesWidth;
    int strideHeight, strideWidth, paddingHeight, paddingWidth, dilationHeight, dilationWidth;
    int x[4];                           // strides
} job;

kernel void windows(const job s, const constants c, global const T *x, const int xFrom, global T *y, const int yFrom, global int *place_, const int placeFrom)
{
    EACH(i, s.count)
    {
        const int row = i / s.placesWidth, plane = row / s.placesHeight, image = plane / s.channels;
        const int left = ((int)i - row * s.placesWidth) * s.strideWidth - s.paddingWidth, top = (row - plane * s.placesHeight) * s.strideHeight - s.paddingHeight;
        const int from = xFrom + image * s.x[0] + (plane - image * s.channels) * s.x[1];
        T best = 0;
        int kept = -1;
        for (int ky = 0; ky < s.windowHeight; ky++)
        {
            const int iy = top + ky * s.dilationHeight;
            if (iy < 0 || iy >= s.imageHeight) continue;
            for (int kx = 0; kx < s.windowWidth; kx++)
            {
                const int ix = left + kx * s.dilationWidth;
                if (ix < 0 || ix >= s.imageWidth) continue;
                const T candidate = x[from + iy * s.x[2] + ix * s.x[3]];
                if (kept >= 0 && !replaces(candidate, best, c)) continue;
                best = candidate;
                kept = iy * s.imageWidth + ix;
            }
        }
        y[yFrom + i] = best;
        place_[placeFrom + i] = kept;
    }
}
