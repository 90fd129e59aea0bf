// w[o, c, ky, kx] = Σ y[n, o, oy, ox] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px] over n, oy and ox: for each group the product of the matrices
// y[o, (n, oy, ox)] and x[(n, oy, ox), (c, ky, kx)], in the tiles of Tile.cl. The second matrix is nowhere: its numbers are read where they stand.

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
    const frame its = { w.outputs, w.inputs * taps, w.images * area, z, divisor_of(area), divisor_of(w.places.width), divisor_of(taps), divisor_of(w.kernel_.width), w };
    *f = its;
}

static inline int4 left_line(const frame f, const int o) { return (int4)((f.group * f.its.outputs + o) * f.its.y[1], 0, 0, 0); }

static inline int4 left_depth(const frame f, const int p)
{
    const int4 at = split(p, f.area, f.width);              // n, oy, ox
    return (int4)(at.x * f.its.y[0] + at.y * f.its.y[2] + at.z * f.its.y[3], 0, 0, 0);
}

static inline T left(const frame f, global const T *y, const int4 line, const int4 depth) { return y[line.x + depth.x]; }

static inline int4 right_line(const frame f, const int j)
{
    const int4 tap = split(j, f.taps, f.tapsWidth);         // c, ky, kx
    const int row = tap.y * f.its.dilation.height - f.its.padding.height, column = tap.z * f.its.dilation.width - f.its.padding.width;
    return (int4)((f.group * f.its.inputs + tap.x) * f.its.x[1] + row * f.its.x[2] + column * f.its.x[3], row, column, 0);
}

static inline int4 right_depth(const frame f, const int p)
{
    const int4 at = split(p, f.area, f.width);
    const int row = at.y * f.its.stride.height, column = at.z * f.its.stride.width;
    return (int4)(at.x * f.its.x[0] + row * f.its.x[2] + column * f.its.x[3], row, column, 0);
}

static inline T right(const frame f, global const T *x, const int4 line, const int4 depth) { return in_plane(x, line, depth, f.its.image); }

static inline int target(const frame f, const int o, const int j) { return (f.group * f.its.outputs + o) * f.its.inputs * f.taps.by + j; }

#include "Tile.cl"
