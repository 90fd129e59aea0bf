// y[n, o, oy, ox] = op(Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px] + bias[o]): for each group the product of the matrices
// w[o, (c, ky, kx)] and x[(c, ky, kx), (n, oy, ox)], in the tiles of Tile.cl. The second matrix is nowhere: its numbers are read where they stand.

#include "Correlation.cl"

typedef struct
{
    int m, n, k, group;
    divisor area, width, taps, tapsWidth;
    job its;
} frame;

static inline void find_frame(frame *f, const job w, const int z)
{
    const int area = w.places.height * w.places.width, taps = w.kernel_.height * w.kernel_.width;
    const frame its = { w.outputs, w.images * area, w.inputs * taps, z, divisor_of(area), divisor_of(w.places.width), divisor_of(taps), divisor_of(w.kernel_.width), w };
    *f = its;
}

static inline int4 left_line(const frame f, const int o) { return (int4)((f.group * f.its.outputs + o) * f.its.w[0], 0, 0, 0); }

static inline int4 left_depth(const frame f, const int p)
{
    const int4 tap = split(p, f.taps, f.tapsWidth);         // c, ky, kx
    return (int4)(tap.x * f.its.w[1] + tap.y * f.its.w[2] + tap.z * f.its.w[3], 0, 0, 0);
}

static inline T left(const frame f, global const T *w, const int4 line, const int4 depth) { return w[line.x + depth.x]; }

static inline int4 right_line(const frame f, const int j)
{
    const int4 at = split(j, f.area, f.width);              // n, oy, ox
    const int row = at.y * f.its.stride.height - f.its.padding.height, column = at.z * f.its.stride.width - f.its.padding.width;
    return (int4)(at.x * f.its.x[0] + f.group * f.its.inputs * f.its.x[1] + row * f.its.x[2] + column * f.its.x[3], row, column, 0);
}

static inline int4 right_depth(const frame f, const int p)
{
    const int4 tap = split(p, f.taps, f.tapsWidth);
    const int row = tap.y * f.its.dilation.height, column = tap.z * f.its.dilation.width;
    return (int4)(tap.x * f.its.x[1] + row * f.its.x[2] + column * f.its.x[3], row, column, 0);
}

static inline T right(const frame f, global const T *x, const int4 line, const int4 depth) { return in_plane(x, line, depth, f.its.image); }

static inline int target(const frame f, const int o, const int j)
{
    const int image = quotient(j, f.area);
    return ((image * f.its.groups + f.group) * f.its.outputs + o) * f.area.by + j - image * f.area.by;
}

static inline int shift(const frame f, const int o, const int j) { return f.group * f.its.outputs + o; }

#include "Tile.cl"
