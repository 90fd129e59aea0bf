// Sizes and strides of y[n, o, oy, ox] = Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px], for its three kernels.
// An int4 that tells where a line or a depth stands holds the place in memory and, for what slides, row and column; those of both add up to the
// place, row and column of an element.

typedef struct
{
    int height, width;
} extent;

typedef struct
{
    int images, groups, inputs, outputs;            // channels of a group
    extent image, kernel_, places, stride, padding, dilation;
    extent period;                                  // of the taps that meet the same rows or columns of an image: stride / gcd(stride, dilation)
    int x[4], w[4], y[4];                           // strides
} job;

// n / by as a product: n·⌈2³²⁺ˢ / by⌉ / 2³²⁺ˢ with 2ˢ ≥ by is exact below 2³¹ (Granlund and Montgomery 1994, "Division by invariant integers using
// multiplication", fig. 4.1).
typedef struct
{
    int by;
    uint multiplier, shift;
} divisor;

static inline divisor divisor_of(const int number)
{
    const int by = max(number, 1);
    const uint shift = 32 - clz((uint)(by - 1));
    const divisor d = { by, (uint)((((1UL << shift) - (ulong)by) << 32) / (ulong)by + 1), shift };
    return d;
}

static inline int quotient(const int n, const divisor d) { return (int)((mul_hi((uint)n, d.multiplier) + (uint)n) >> d.shift); }

// i = (part, row, column) of a count over rows and columns.
static inline int4 split(const int i, const divisor area, const divisor width)
{
    const int part = quotient(i, area), rest = i - part * area.by, row = quotient(rest, width);
    return (int4)(part, row, rest - row * width.by, 0);
}

// The number at that row and column of a plane, 0 outside of it.
static inline T in_plane(global const T *plane, const int4 line, const int4 depth, const extent size)
{
    return (uint)(line.y + depth.y) < (uint)size.height && (uint)(line.z + depth.z) < (uint)size.width ? plane[line.x + depth.x] : 0;
}
