namespace DeepPuzzles.Kernels;

// Convolutions as matrix products whose large factor, the unfolded image U[c·ky·kx, oy·ox], is never made: per image and group
//
//   y = W · U             panels of U are packed from the framed image, just before the tiles read them
//   x = fold(Wᵀ · y)      the product's strips are added to the frame while they are in the cache
//   w = Σ (U · yᵀ)ᵀ       a few channels of U at a time
//
// With stride 1 the second may be the first with y for x and turned kernels. Where a group has few outputs, nothing is packed.
// An operand with gaps is copied first: it is read some kh·kw times.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Bytes of a packed panel: with the numbers that meet it, it lies in a first-level cache of 48 kB.</summary>
    private const int PanelBytes = 36 * 1024;

    /// <summary>Bytes of unfolded numbers that lie in a second-level cache of 1 MB, beside the weights.</summary>
    private const int UnfoldedBytes = 256 * 1024;

    /// <summary>Up to so many output channels in a group do not pay for packing.</summary>
    private const int DirectOutputs = 3;

    /// <summary>Multiply-adds that cost as much as one elementary operation, where a few outputs share them.</summary>
    private const int DirectPerOperation = 2;

    /// <inheritdoc/>
    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y) => Convolve(sliding, x, w, y, default(Nothing<T>));

    /// <inheritdoc/>
    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y) =>
        Convolve(sliding, x, w, y, new RowBiasThen<TOp, T>(op, PointerTo(bias)));

    private void Convolve<T, TEpilogue>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y, TEpilogue epilogue)
        where T : unmanaged, System.Numerics.INumber<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        if (c.Work == 0)
        {
            Fill(T.Zero, y);
            int outputs = c.Groups * c.Outputs;
            for (int image = 0; image < c.Images; image++)
                epilogue.Apply(PointerTo(y) + (nint)image * outputs * c.Places.Area, c.Places.Area, 0, outputs, 0, c.Places.Area);
            return;
        }
        Operand<T> images = Dense(x), weights = Dense(w);
        Convolve(c, images.Pointer, weights.Pointer, PointerTo(y), epilogue);
        Release(images);
        Release(weights);
    }

    private void Convolve<T, TEpilogue>(in Correlation c, T* x, T* w, T* y, TEpilogue epilogue)
        where T : unmanaged, System.Numerics.INumberBase<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        int planes = c.Images * c.Groups;
        if (c.Outputs <= DirectOutputs && c.Sliding.Stride.Width == 1)
        {
            Run(planes, c.Work / planes / DirectPerOperation, new DirectRange<T, TEpilogue>(c, this, x, w, y, epilogue));
            return;
        }
        Buffer packed = Acquire((long)c.Groups * RoundUp(c.Outputs, Tile.Rows) * c.Taps * sizeof(T));
        T* packedW = (T*)((CpuBuffer)packed).Pointer;
        PackWeights(c, w, packedW);
        if (IsWorthFraming(c))
        {
            var plan = new FramedRange<T, TEpilogue>(c, this, x, packedW, y, epilogue);
            Run(plan.Items, c.Work / plan.Items / MultiplyAddsPerOperation, plan);
        }
        else
        {
            var plan = new ConvolveRange<T, TEpilogue>(c, this, x, packedW, y, epilogue);
            Run(planes * plan.Chunks, c.Work / ((long)planes * plan.Chunks) / MultiplyAddsPerOperation, plan);
        }
        Release(packed);
    }

    /// <summary>Taps whose weights are packed as one block.</summary>
    private static int WeightDepth<T>(in Correlation c)
        where T : unmanaged => Even(c.Taps, PanelBytes / sizeof(T) / Tile.Columns<T>());

    /// <summary>The weights of each group, block of taps by block of taps.</summary>
    private static void PackWeights<T>(in Correlation c, T* w, T* packed)
        where T : unmanaged
    {
        int rows = RoundUp(c.Outputs, Tile.Rows), most = WeightDepth<T>(c);
        for (int group = 0; group < c.Groups; group++, w += (nint)c.Outputs * c.Taps, packed += (nint)rows * c.Taps)
            for (int tap = 0; tap < c.Taps; tap += most)
                Pack.A(w + tap, c.Taps, 1, c.Outputs, Math.Min(most, c.Taps - tap), packed + (nint)rows * tap);
    }

    /// <inheritdoc/>
    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
    {
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        if (c.Work == 0)
        {
            Fill(T.Zero, x);
            return;
        }
        Operand<T> outputs = Dense(y), weights = Dense(w);
        if (c.IsWorthTurning)
        {
            Buffer turned = Acquire((long)w.Layout.Count * sizeof(T));
            Turn(c, weights.Pointer, (T*)((CpuBuffer)turned).Pointer);
            Convolve(c.Turned, outputs.Pointer, (T*)((CpuBuffer)turned).Pointer, PointerTo(x), default(Nothing<T>));
            Release(turned);
            Release(outputs);
            Release(weights);
            return;
        }
        Buffer packed = Acquire(TransposedRange<T>.PackedLength(c) * sizeof(T));
        var plan = new TransposedRange<T>(c, this, outputs.Pointer, (T*)((CpuBuffer)packed).Pointer, PointerTo(x));
        plan.Pack(weights.Pointer);
        Run(plan.Items, c.Work / plan.Items / MultiplyAddsPerOperation, plan);
        Release(packed);
        Release(outputs);
        Release(weights);
    }

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        if (c.Work == 0)
        {
            Fill(T.Zero, w);
            return;
        }
        Operand<T> image = Dense(x), outputs = Dense(y);
        Buffer sums = Acquire((long)WeightsRange<T>.Length(c) * sizeof(T));
        var plan = new WeightsRange<T>(c, this, image.Pointer, outputs.Pointer, (T*)((CpuBuffer)sums).Pointer);
        Run(plan.Items, c.Work / plan.Items / MultiplyAddsPerOperation, plan);
        plan.Gather(PointerTo(w));
        Release(sums);
        Release(image);
        Release(outputs);
    }

    /// <summary>[o, c, ky, kx] of each group to [c, o, kh - 1 - ky, kw - 1 - kx].</summary>
    private static void Turn<T>(in Correlation c, T* w, T* turned)
        where T : unmanaged
    {
        int area = c.Kernel.Area;
        for (int group = 0; group < c.Groups; group++, turned += (nint)c.Outputs * c.Taps)
            for (int o = 0; o < c.Outputs; o++)
                for (int input = 0; input < c.Inputs; input++, w += area)
                    for (int tap = 0; tap < area; tap++) turned[((nint)input * c.Outputs + o) * area + area - 1 - tap] = w[tap];
    }

    /// <summary>An operand without gaps: itself, or a copy in scratch.</summary>
    private readonly struct Operand<T>(T* pointer, Buffer? scratch)
        where T : unmanaged
    {
        internal T* Pointer { get; } = pointer;

        internal Buffer? Scratch { get; } = scratch;
    }

    private Operand<T> Dense<T>(in View<T> view)
        where T : unmanaged
    {
        if (view.Layout.IsContiguous) return new Operand<T>(PointerTo(view), null);
        Buffer scratch = Acquire((long)view.Layout.Count * sizeof(T));
        var copy = new View<T>(scratch, Layout.Contiguous(view.Layout.Sizes));
        Copy(view, copy);
        return new Operand<T>(PointerTo(copy), scratch);
    }

    private void Release<T>(in Operand<T> operand)
        where T : unmanaged
    {
        if (operand.Scratch is not null) Release(operand.Scratch);
    }

    /// <summary>The size of equal blocks, none above the limit.</summary>
    private static int Even(int size, int limit) => Tiles(size, Tiles(size, Math.Max(1, limit)));

    /// <summary>Every tile of a block of C, from packed panels of A and B; B's panels follow each other, as do A's. The first row has that number,
    /// and no tile is complete before the last block.</summary>
    private static void Multiply<T, TEpilogue>(int rows, int columns, int depth, T* a, T* b, T* c, nint rowC, bool add, int row, bool isLast, in TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        int width = Tile.Columns<T>();
        var panelsA = new Panels<T>(a, 1, Tile.Rows, Tile.Rows * (nint)depth);
        var panelsB = new Panels<T>(b, 1, width, width * (nint)depth);
        Block(rows, depth, columns, panelsA, panelsB, c, rowC, row, 0, isFirst: !add, isLast, epilogue);
    }
}
