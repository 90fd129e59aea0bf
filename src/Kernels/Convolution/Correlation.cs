namespace DeepPuzzles.Kernels;

/// <summary>The sizes of a convolution y[n, o, oy, ox] = Σ w[o, c, ky, kx] · x[n, c, oy·sy + ky·dy - py, ox·sx + kx·dx - px], the sum over the
/// channels c of the group that o belongs to, and over ky and kx.</summary>
internal readonly struct Correlation
{
    internal Correlation(in Sliding sliding, in Layout x, in Layout w, in Layout y)
    {
        Sliding = sliding;
        Images = x.Sizes[0];
        Groups = w.Sizes[1] == 0 ? 1 : x.Sizes[1] / w.Sizes[1];
        Inputs = w.Sizes[1];
        Outputs = w.Sizes[0] / Groups;
        Image = new Extent(x.Sizes[2], x.Sizes[3]);
        Kernel = new Extent(w.Sizes[2], w.Sizes[3]);
        Places = new Extent(y.Sizes[2], y.Sizes[3]);
    }

    private Correlation(in Correlation c)
    {
        this = c;
        Inputs = c.Outputs;
        Outputs = c.Inputs;
        Image = c.Places;
        Places = c.Image;
        Sliding = c.Sliding with { Padding = c.TurnedPadding };
    }

    /// <summary>The correlation of y with the turned kernels whose result is the transposed one's x, for stride 1:
    /// x[iy] = Σ_k y[iy + padding - k·dilation] · w[k] = Σ_j y[iy + j·dilation - (dilation·(kh - 1) - padding)] · w[kh - 1 - j].</summary>
    internal Correlation Turned => new(this);

    private Extent TurnedPadding => new(
        Sliding.Dilation.Height * (Kernel.Height - 1) - Sliding.Padding.Height,
        Sliding.Dilation.Width * (Kernel.Width - 1) - Sliding.Padding.Width);

    /// <summary>True when it can be turned, and few of its products are with zeros.</summary>
    internal bool IsWorthTurning =>
        Sliding.Stride == 1 && TurnedPadding is { Height: >= 0, Width: >= 0 } && Image.Area - Places.Area <= Places.Area / TurningLoss;

    /// <summary>With at most one part in so many of products with zeros turning costs about what folding does, and a third of it where a group
    /// has few inputs.</summary>
    private const int TurningLoss = 8;

    internal Sliding Sliding { get; }

    internal int Images { get; }

    internal int Groups { get; }

    /// <summary>Input channels of a group.</summary>
    internal int Inputs { get; }

    /// <summary>Output channels of a group.</summary>
    internal int Outputs { get; }

    internal Extent Image { get; }

    internal Extent Kernel { get; }

    internal Extent Places { get; }

    /// <summary>Products that make one output.</summary>
    internal int Taps => Inputs * Kernel.Area;

    /// <summary>How many multiply-adds there are.</summary>
    internal long Work => (long)Images * Groups * Outputs * Places.Area * Taps;
}
