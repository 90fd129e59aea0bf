// x[n, c, iy, ix] = Σ w[o, c, ky, kx] · y[n, o, oy, ox] over oy·sy + ky·dy - py = iy and ox·sx + kx·dx - px = ix: each element sums what reaches it.
// The rows iy ≡ r (mod sy) are a phase: its elements iy = r + u·sy meet the taps ky = ky₀ + t·sy/g, g = gcd(sy, dy), and t alone tells where:
// oy = u + (r + py - ky₀·dy)/sy - t·dy/g, without gaps. So each group and phase of rows and columns is the product of the matrices
// w[c, (o, ty, tx)] and y[(o, ty, tx), (n, u, v)], in the tiles of Tile.cl, and no product is wasted on the gaps that a stride leaves.

#include "Correlation.cl"

typedef struct
{
    int start, count;               // of the elements of the image
    int tap, taps, step;            // the first, how many, from one to the next
    int base, jump;                 // place = u + base - t·jump
} phase;

static inline void find_phase(phase *p, const int start, const int image, const int taps, const int stride, const int padding, const int dilation, const int period)
{
    int tap = 0;
    while (tap < period && (start + padding - tap * dilation) % stride != 0) tap++;
    p->start = start;
    p->count = (image - start + stride - 1) / stride;
    p->tap = tap;
    p->taps = tap < period && tap < taps ? (taps - tap + period - 1) / period : 0;
    p->step = period;
    p->base = (start + padding - tap * dilation) / stride;
    p->jump = dilation * period / stride;
}

typedef struct
{
    int m, n, k, group;
    phase rows, columns;
    divisor area, width, taps, tapsWidth;
    job its;
} frame;

static inline void find_frame(frame *f, const job w, const int z)
{
    const int across = min(w.stride.width, w.image.width), phases = across * min(w.stride.height, w.image.height);
    const int at = z % phases;
    phase rows, columns;
    find_phase(&rows, at / across, w.image.height, w.kernel_.height, w.stride.height, w.padding.height, w.dilation.height, w.period.height);
    find_phase(&columns, at % across, w.image.width, w.kernel_.width, w.stride.width, w.padding.width, w.dilation.width, w.period.width);
    const int area = rows.count * columns.count, taps = rows.taps * columns.taps;
    const frame its =
    {
        w.inputs, w.images * area, w.outputs * taps, z / phases, rows, columns,
        divisor_of(area), divisor_of(columns.count), divisor_of(taps), divisor_of(columns.taps), w,
    };
    *f = its;
}

static inline int4 left_line(const frame f, const int c) { return (int4)(c * f.its.w[1], 0, 0, 0); }

static inline int4 left_depth(const frame f, const int p)
{
    const int4 tap = split(p, f.taps, f.tapsWidth);         // o, ty, tx
    const int ky = f.rows.tap + tap.y * f.rows.step, kx = f.columns.tap + tap.z * f.columns.step;
    return (int4)((f.group * f.its.outputs + tap.x) * f.its.w[0] + ky * f.its.w[2] + kx * f.its.w[3], 0, 0, 0);
}

static inline T left(const frame f, global const T *w, const int4 line, const int4 depth) { return w[line.x + depth.x]; }

static inline int4 right_line(const frame f, const int j)
{
    const int4 at = split(j, f.area, f.width);              // n, u, v
    const int row = at.y + f.rows.base, column = at.z + f.columns.base;
    return (int4)(at.x * f.its.y[0] + f.group * f.its.outputs * f.its.y[1] + row * f.its.y[2] + column * f.its.y[3], row, column, 0);
}

static inline int4 right_depth(const frame f, const int p)
{
    const int4 tap = split(p, f.taps, f.tapsWidth);
    const int row = -tap.y * f.rows.jump, column = -tap.z * f.columns.jump;
    return (int4)(tap.x * f.its.y[1] + row * f.its.y[2] + column * f.its.y[3], row, column, 0);
}

static inline T right(const frame f, global const T *y, const int4 line, const int4 depth) { return in_plane(y, line, depth, f.its.places); }

static inline int target(const frame f, const int c, const int j)
{
    const int4 at = split(j, f.area, f.width);
    const int iy = f.rows.start + at.y * f.its.stride.height, ix = f.columns.start + at.z * f.its.stride.width;
    return (((at.x * f.its.groups + f.group) * f.its.inputs + c) * f.its.image.height + iy) * f.its.image.width + ix;
}

#include "Tile.cl"
