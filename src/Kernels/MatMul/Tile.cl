// C[z, i, j] = op(Σ_p A[z, i, p] · B[z, p, j] + bias), where A and B are whatever the file that includes this one says.
// A group sums one tile of C; its items bring tiles of A and B into local memory, the next ones while they multiply the last, one barrier a step.
//
//               TILE_N                 Each item keeps ITEM_M x ITEM_N sums in registers: strips of four neighbours, the strips far apart, so
//            ┌──────────┐              that the items of a warp read local memory side by side. A tile of either operand lies there as
//     TILE_K │    B     │              [p][line], whichever way it lies in memory: neighbouring items read neighbours along p where the host
//            └──────────┘              defines LEFT_ALONG or RIGHT_ALONG, and along the lines where it does not. Rows of local memory are
//    TILE_K                            four numbers longer than a tile, which spreads writes along p over the banks.
//   ┌──────┐ ┌──────────┐
//   │      │ │          │              The file that includes this one declares
//   │  A   │ │    C     │ TILE_M         job                               what the host passes on
//   │      │ │          │                frame, find_frame(&f, job, z)     sizes m, n, k and the rest of product z
//   └──────┘ └──────────┘                left_line, left_depth, left       where row i and depth p stand, and the number where they meet
//                                        right_line, right_depth, right    the same for column j and depth p
//                                        target(f, i, j), shift(f, i, j)   where C[i, j] stands, and its bias
//
// Lines beyond the last read the last one again, and their sums are dropped; depths beyond the last count as 0.

#define ITEMS ((TILE_M / ITEM_M) * (TILE_N / ITEM_N))
#define PITCH(tile) (((tile) + 3) / 4 + 1)                                  // in fours
#define STRIP(own) ((own) % 4 == 0 ? 4 : 1)
#define LINE(own, tile, item, u) ((u) / STRIP(own) * ((tile) / ((own) / STRIP(own))) + (item) * STRIP(own) + (u) % STRIP(own))
#define SHARE(tile) (((tile) * TILE_K + ITEMS - 1) / ITEMS)                 // numbers that an item brings in
#define IS_MINE(e, tile) ((tile) * TILE_K % ITEMS == 0 || (e) < (tile) * TILE_K)

#define JOINED_(type, count) type##count
#define JOINED(type, count) JOINED_(type, count)
#define T4 JOINED(T, 4)

#ifdef LEFT_ALONG
#define LEFT_LINE(e) ((e) / TILE_K)
#define LEFT_DEPTH(e) ((e) % TILE_K)
#else
#define LEFT_LINE(e) ((e) % TILE_M)
#define LEFT_DEPTH(e) ((e) / TILE_M)
#endif

#ifdef RIGHT_ALONG
#define RIGHT_LINE(e) ((e) / TILE_K)
#define RIGHT_DEPTH(e) ((e) % TILE_K)
#else
#define RIGHT_LINE(e) ((e) % TILE_N)
#define RIGHT_DEPTH(e) ((e) / TILE_N)
#endif

// How the work is cut: tiles of C, and parts of the depth, whose sums lie one after the other, count apart.
typedef struct
{
    int rowTiles, columnTiles, parts, depth, count;
} cut;

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void product(const job work, const cut tiles,
#ifdef FUSED
    const constants c, global const T *bias, const int biasFrom,
#endif
    global const T *a, const int aFrom, global const T *b, const int bFrom, global T *y, const int yFrom)
{
    local T4 leftTile[2][TILE_K][PITCH(TILE_M)], rightTile[2][TILE_K][PITCH(TILE_N)];

    int group = get_group_id(0);
    const int columnFrom = group % tiles.columnTiles * TILE_N;
    group /= tiles.columnTiles;
    const int rowFrom = group % tiles.rowTiles * TILE_M;
    group /= tiles.rowTiles;
    const int part = group % tiles.parts;
    frame f;
    find_frame(&f, work, group / tiles.parts);
    if (rowFrom >= f.m || columnFrom >= f.n) return;        // the whole group

    const uint item = get_local_id(0);
    const int itemRow = item / (TILE_N / ITEM_N), itemColumn = item % (TILE_N / ITEM_N);
    const int from = part * tiles.depth, to = min(f.k, from + tiles.depth);
    a += aFrom;
    b += bFrom;

    int4 leftLines[SHARE(TILE_M)], rightLines[SHARE(TILE_N)];
    T nextLeft[SHARE(TILE_M)], nextRight[SHARE(TILE_N)];
#pragma unroll
    for (int u = 0; u < SHARE(TILE_M); u++) leftLines[u] = left_line(f, (int)min((uint)rowFrom + LEFT_LINE(item + u * ITEMS), (uint)f.m - 1));
#pragma unroll
    for (int u = 0; u < SHARE(TILE_N); u++) rightLines[u] = right_line(f, (int)min((uint)columnFrom + RIGHT_LINE(item + u * ITEMS), (uint)f.n - 1));

    T sum[ITEM_M][ITEM_N];
#pragma unroll
    for (int u = 0; u < ITEM_M; u++)
    {
#pragma unroll
        for (int v = 0; v < ITEM_N; v++) sum[u][v] = 0;
    }

    // The first round only fetches, the last one only multiplies.
    for (int start = from - TILE_K, turn = 1; start < to; start += TILE_K, turn ^= 1)
    {
        const int next = start + TILE_K;
        if (next < to)
        {
#pragma unroll
            for (int u = 0; u < SHARE(TILE_M); u++)
            {
                const uint e = item + u * ITEMS;
                const int p = next + (int)LEFT_DEPTH(e);
                nextLeft[u] = p < to && IS_MINE(e, TILE_M) ? left(f, a, leftLines[u], left_depth(f, p)) : 0;
            }
#pragma unroll
            for (int u = 0; u < SHARE(TILE_N); u++)
            {
                const uint e = item + u * ITEMS;
                const int p = next + (int)RIGHT_DEPTH(e);
                nextRight[u] = p < to && IS_MINE(e, TILE_N) ? right(f, b, rightLines[u], right_depth(f, p)) : 0;
            }
        }
        if (start >= from)
        {
#pragma unroll
            for (int p = 0; p < TILE_K; p++)
            {
                T ours[ITEM_M], theirs[ITEM_N];
#pragma unroll
                for (int u = 0; u < ITEM_M; u += STRIP(ITEM_M))
                {
                    const int at = LINE(ITEM_M, TILE_M, itemRow, u);
#if ITEM_M % 4 == 0
                    const T4 four = leftTile[turn][p][at / 4];
                    ours[u] = four.s0;
                    ours[u + 1] = four.s1;
                    ours[u + 2] = four.s2;
                    ours[u + 3] = four.s3;
#else
                    ours[u] = ((local const T *)leftTile[turn][p])[at];
#endif
                }
#pragma unroll
                for (int v = 0; v < ITEM_N; v += STRIP(ITEM_N))
                {
                    const int at = LINE(ITEM_N, TILE_N, itemColumn, v);
#if ITEM_N % 4 == 0
                    const T4 four = rightTile[turn][p][at / 4];
                    theirs[v] = four.s0;
                    theirs[v + 1] = four.s1;
                    theirs[v + 2] = four.s2;
                    theirs[v + 3] = four.s3;
#else
                    theirs[v] = ((local const T *)rightTile[turn][p])[at];
#endif
                }
#pragma unroll
                for (int u = 0; u < ITEM_M; u++)
                {
#pragma unroll
                    for (int v = 0; v < ITEM_N; v++) sum[u][v] = fma(ours[u], theirs[v], sum[u][v]);
                }
            }
        }
        // The half that is written now was read a round ago, before the last barrier.
        if (next < to)
        {
#pragma unroll
            for (int u = 0; u < SHARE(TILE_M); u++)
            {
                const uint e = item + u * ITEMS;
                if (IS_MINE(e, TILE_M)) ((local T *)leftTile[turn ^ 1][LEFT_DEPTH(e)])[LEFT_LINE(e)] = nextLeft[u];
            }
#pragma unroll
            for (int u = 0; u < SHARE(TILE_N); u++)
            {
                const uint e = item + u * ITEMS;
                if (IS_MINE(e, TILE_N)) ((local T *)rightTile[turn ^ 1][RIGHT_DEPTH(e)])[RIGHT_LINE(e)] = nextRight[u];
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    y += yFrom + part * tiles.count;
#pragma unroll
    for (int u = 0; u < ITEM_M; u++)
    {
        const uint i = (uint)rowFrom + LINE(ITEM_M, TILE_M, itemRow, u);
#pragma unroll
        for (int v = 0; v < ITEM_N; v++)
        {
            const uint j = (uint)columnFrom + LINE(ITEM_N, TILE_N, itemColumn, v);
            if (i >= (uint)f.m || j >= (uint)f.n) continue;
#ifdef FUSED
            y[target(f, i, j)] = op(sum[u][v] + bias[biasFrom + shift(f, i, j)], c);
#else
            y[target(f, i, j)] = sum[u][v];
#endif
        }
    }
}
