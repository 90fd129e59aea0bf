namespace DeepPuzzles.Kernels;

/// <summary>How a kernel slides over an image: tap k of output o stands at o·stride + k·dilation - padding, along either axis; what stands
/// outside the image counts as nothing.</summary>
/// <param name="Stride">From one place of the kernel to the next; at least 1.</param>
/// <param name="Padding">How far the first place lies outside the image, and the last one may; at least 0.</param>
/// <param name="Dilation">From one tap of the kernel to the next; at least 1.</param>
public readonly record struct Sliding(Extent Stride, Extent Padding, Extent Dilation)
{
    /// <summary>Step by step, without padding or gaps, where nothing else is said.</summary>
    public static Sliding Of(Extent? stride = null, Extent? padding = null, Extent? dilation = null) => new(stride ?? 1, padding ?? 0, dilation ?? 1);

    /// <summary>How many places there are for a kernel on an image; not positive along an axis where the kernel is larger than the padded image.</summary>
    public Extent Places(Extent image, Extent kernel) => new(
        Places(image.Height, kernel.Height, Stride.Height, Padding.Height, Dilation.Height),
        Places(image.Width, kernel.Width, Stride.Width, Padding.Width, Dilation.Width));

    /// <summary>The smallest image that has so many places: what a transposed convolution makes of them.</summary>
    public Extent Image(Extent places, Extent kernel) => new(
        Narrowed(Reached(places.Height, kernel.Height, Stride.Height, Dilation.Height) - 2L * Padding.Height),
        Narrowed(Reached(places.Width, kernel.Width, Stride.Width, Dilation.Width) - 2L * Padding.Width));

    /// <summary>What keeps a kernel of that size from sliding so, as <c>stride 0x0 must be at least 1x1</c>; null if nothing does.</summary>
    /// <param name="what">What the kernel is called: "kernel" or "window".</param>
    /// <param name="kernel">Its size.</param>
    public string? Flaw(string what, Extent kernel) =>
        Below(kernel, 1, what) ?? Below(Stride, 1, "stride") ?? Below(Padding, 0, "padding") ?? Below(Dilation, 1, "dilation");

    private static string? Below(Extent size, int least, string what) =>
        size.Height < least || size.Width < least ? $"{what} {size} must be at least {least}x{least}" : null;

    /// <summary>As <c>stride 1x1, padding 0x0, dilation 1x1</c>.</summary>
    public override string ToString() => $"stride {Stride}, padding {Padding}, dilation {Dilation}";

    private static int Places(int image, int kernel, int stride, int padding, int dilation)
    {
        long room = image + 2L * padding - ((kernel - 1L) * dilation + 1);
        return room < 0 ? 0 : Narrowed(room / stride + 1);
    }

    internal static int Reach(int places, int kernel, int stride, int dilation) => checked((int)Reached(places, kernel, stride, dilation));

    private static long Reached(int places, int kernel, int stride, int dilation) => (places - 1L) * stride + (kernel - 1L) * dilation + 1;

    // A size beyond int32 stays one that no memory holds, and is refused where memory is asked for.
    private static int Narrowed(long size) => (int)Math.Clamp(size, int.MinValue, int.MaxValue);
}
