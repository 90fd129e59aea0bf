using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A machine that computes: memory and a few verbs, each generic over the op, so that no op is ever named here. Shapes have been
/// checked by the caller; every verb trusts them. Outputs never overlap inputs except where a verb says so.</summary>
public abstract partial class Device
{
    /// <summary>The name as the command line knows it: <c>cpu</c>, <c>reference</c>, …</summary>
    public abstract string Name { get; }

    /// <summary>One line for a person: model, width, threads.</summary>
    public abstract string Description { get; }

    /// <summary>The <see cref="Description"/>.</summary>
    public sealed override string ToString() => Description;

    /// <summary>Bits of the widest registers that the kernels use. Sums are formed in an order that depends on it, so results of devices of other
    /// widths may differ in last bits. 0 where no order depends on it.</summary>
    public abstract int Width { get; }

    /// <summary>What the device's memory pool has handed out and got back.</summary>
    public abstract MemoryCounters Memory { get; }

    /// <summary>True when this device can read the other's buffers as they are. Tensors of devices that cannot are never mixed silently.</summary>
    public abstract bool SharesMemoryWith(Device other);

    /// <summary>Takes a buffer of at least that many bytes from the pool; the contents are undefined.</summary>
    public abstract Buffer Acquire(long bytes);

    /// <summary>Gives buffers of this device back to the pool. Every view of them is stale from now on; one that is back already counts for
    /// nothing. Several threads may give back at once, but not one and the same buffer.</summary>
    public abstract void Release(params ReadOnlySpan<Buffer> buffers);

    /// <summary>Gives the memory that waits in the pool for this thread or for all back to the system. The pool does so by itself only when it must
    /// ask the system for more while more waits than was ever in use at once.</summary>
    public abstract void Trim();

    /// <summary>Waits until all that was asked of the device is done, by any thread, and tells what this thread's work met meanwhile: stop the clock after it, and
    /// read it where an error must be told now. Nothing on a device whose verbs return when they are done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kernel of this thread met an index or label outside of its range since the thread's last reading.</exception>
    public virtual void Synchronise()
    {
    }

    /// <summary>Copies host memory into a view, in row-major order.</summary>
    public abstract void Write<T>(ReadOnlySpan<T> source, in View<T> y)
        where T : unmanaged;

    /// <summary>Copies a view into host memory, in row-major order.</summary>
    public abstract void Read<T>(in View<T> x, Span<T> destination)
        where T : unmanaged;

    /// <summary>y = value everywhere.</summary>
    public abstract void Fill<T>(T value, in View<T> y)
        where T : unmanaged;

    /// <summary>y = x, element by element; same sizes, any strides.</summary>
    public abstract void Copy<T>(in View<T> x, in View<T> y)
        where T : unmanaged;

    /// <summary>y = x in another number type, rounding to nearest for floats and towards zero for integers (saturating; NaN becomes 0).</summary>
    public abstract void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>;

    /// <summary>y = op(x), element by element.</summary>
    public abstract void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>z = op(x, y), element by element; same sizes, broadcast operands have stride 0.</summary>
    public abstract void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>;

    /// <summary>z = op(x, y), a truth value for each pair.</summary>
    public abstract void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>;

    /// <summary>z = x where the mask holds, y elsewhere.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The field's word; only Visual Basic reserves it.")]
    public abstract void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
        where T : unmanaged;

    /// <summary>Reduces the axes along which y has size 1 and x has not; both have the same rank, y is contiguous. The order of combination is
    /// a fixed tree for the sizes, strides and SIMD width: same bits at any thread count.</summary>
    public abstract void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>;

    /// <summary>The position along the axis of the element that the op keeps; y has size 1 there.</summary>
    public abstract void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>;

    /// <summary>y[…, i, …] = x[…, 0, …] op x[…, 1, …] op … op x[…, i, …] along one axis, one after the other; x and y have the same sizes. Floating-point
    /// numbers are combined in float64 and rounded once: same bits on every device.</summary>
    public abstract void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>;

    /// <summary>The positions along one axis in the order of their elements, the smallest first, or the largest; x and y have the same sizes. Equal
    /// elements stay in order (-0 equals 0), and NaN comes last in either direction.</summary>
    public abstract void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
        where T : unmanaged, INumber<T>;

    /// <summary>C[…, m, n] = A[…, m, k] · B[…, k, n] over equal batch axes (broadcast ones have stride 0). Any strides, so every transposed
    /// form is this verb. C is contiguous.</summary>
    public abstract void MatMul<T>(in View<T> a, in View<T> b, in View<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>C[…, i, j] = op(Σ_p A[…, i, p] · B[…, p, j] + bias[j]): <see cref="MatMul{T}"/> with a bias of n numbers without gaps and an
    /// activation, applied while the sums are at hand.</summary>
    public abstract void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>y = the parts of each matrix a[…, m, n], in float64, one after the other along the last axis; y is contiguous.</summary>
    /// <exception cref="ArithmeticException">A matrix has no such parts; the message tells which matrix and why.</exception>
    public abstract void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y)
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>x[…, n, k] = the solutions of the systems a[…, n, n] for the columns of b[…, n, k], in float64, over equal batch axes.</summary>
    /// <exception cref="ArithmeticException">A matrix is singular; the message tells which.</exception>
    public abstract void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x)
        where TOp : struct, ISolver
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>y[…, i, …] = x[…, index[…, i, …], …] along one axis; index and y have the same sizes, x the same but along the axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below the size of x along the axis.</exception>
    public abstract void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
        where T : unmanaged;

    /// <summary>y[…, index[…, i, …], …] += x[…, i, …] along one axis: the adjoint of <see cref="Gather"/>. Repeated indices add up in the
    /// order of x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or not below the size of y along the axis.</exception>
    public abstract void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
        where T : unmanaged, INumber<T>;

    /// <summary>Fills y with random numbers from Philox4x32-10: key = the stream, counter = (element index in row-major order, draw). Element i
    /// gets words 2(i mod 2) and 2(i mod 2) + 1 of block i / 2, so the bits depend on nothing but key, draw and i.</summary>
    public abstract void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>z = op(x) along the last axis, row by row, with what stands beside each row; x and z have the same sizes. A row is reduced in
    /// the order of a fixed tree for its length and the SIMD width: same bits at any thread count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hot position is negative or not below the length of a row.</exception>
    public abstract void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>One number for each row along the last axis, with what stands beside it; z has size 1 there. Reduced as in
    /// <see cref="MapEachRow"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hot position is negative or not below the length of a row.</exception>
    public abstract void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>(w, state) = op(w, state, g) in place, weight by weight. Weights and state have one shape and no gaps; the gradient has the same
    /// sizes and any strides. State that the op does not have is not looked at.</summary>
    public abstract void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>y[n, o, oy, ox] = Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px] over the channels of o's group and over the
    /// kernel: images x [n, c, h, w], weights [o, c / groups, kh, kw], and y contiguous. The order of every sum is fixed by the sizes.</summary>
    public abstract void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>y[n, o, …] = op(Σ w · x + bias[o]): <see cref="Convolve{T}"/> with a bias of as many numbers without gaps as y has channels, and an
    /// activation, applied while the sums are at hand.</summary>
    public abstract void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The adjoint of <see cref="Convolve{T}"/> for fixed weights: x = Σ w · y over the same pairs; x is contiguous.</summary>
    public abstract void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The adjoint of <see cref="Convolve{T}"/> for fixed images: w = Σ x · y over the same pairs; w is contiguous.</summary>
    public abstract void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The element that the op keeps of each window of x [n, c, h, w], and its place iy·width + ix in its plane; the first of equals.
    /// What a window covers outside the image takes no part; every window covers an element. y and place [n, c, oh, ow] are contiguous.</summary>
    public abstract void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>;
}
