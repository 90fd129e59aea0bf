// C[z, i, j] = op(Σ_p A[z, i, p] · B[z, p, j] + bias[j]), any strides of A and B; C has no gaps.
// The tiles are those of Tile.cl; here stands only where the numbers are.

typedef struct
{
    walk batch;                             // of C, A and B
    int m, n, k;
    int rowA, stepA, stepB, columnB;        // strides
    int biasStep;                           // 0 where C is one column, told as a row
} job;

typedef struct
{
    int m, n, k, rowA, stepA, stepB, columnB, biasStep, a, b, c;
} frame;

static inline void find_frame(frame *f, const job w, const int z)
{
    const frame its = { w.m, w.n, w.k, w.rowA, w.stepA, w.stepB, w.columnB, w.biasStep, place(w.batch, 1, z), place(w.batch, 2, z), z * w.m * w.n };
    *f = its;
}

static inline int4 left_line(const frame f, const int i) { return (int4)(f.a + i * f.rowA, 0, 0, 0); }
static inline int4 left_depth(const frame f, const int p) { return (int4)(p * f.stepA, 0, 0, 0); }
static inline T left(const frame f, global const T *a, const int4 line, const int4 depth) { return a[line.x + depth.x]; }

static inline int4 right_line(const frame f, const int j) { return (int4)(f.b + j * f.columnB, 0, 0, 0); }
static inline int4 right_depth(const frame f, const int p) { return (int4)(p * f.stepB, 0, 0, 0); }
static inline T right(const frame f, global const T *b, const int4 line, const int4 depth) { return b[line.x + depth.x]; }

static inline int target(const frame f, const int i, const int j) { return f.c + i * f.n + j; }
static inline int shift(const frame f, const int i, const int j) { return j * f.biasStep; }

#include "Tile.cl"
