using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A convolution and its adjoints as products of matrices for each group, one of which is nowhere: its numbers are read where they stand in
/// the image.</summary>
internal static class Slides
{
    /// <summary>y[o, (n, oy, ox)] = w[o, (c, ky, kx)] · x[(c, ky, kx), (n, oy, ox)].</summary>
    internal static Extents Forward(in Correlation c, in Layout w) => new(c.Outputs, c.Images * c.Places.Area, c.Taps, c.Groups,
        Extents.IsAlong(Along(w, 1), w.Strides[0], c.Outputs), RightAlong: false, Inner: c.Places.Area, Channels: c.Groups * c.Outputs);

    /// <summary>For each phase of rows and columns, x[c, (n, u, v)] = w[c, (o, ty, tx)] · y[(o, ty, tx), (n, u, v)]: see ConvolveTransposed.cl. Each has its
    /// share of the image and of the kernel; the largest tell for all.</summary>
    internal static Extents Transposed(in Correlation c, in Layout w)
    {
        Extent stride = c.Sliding.Stride, period = Period(c.Sliding), phases = new(Math.Min(stride.Height, c.Image.Height), Math.Min(stride.Width, c.Image.Width));
        int places = GroupTile.Blocks(c.Image.Height, stride.Height) * GroupTile.Blocks(c.Image.Width, stride.Width);
        int taps = GroupTile.Blocks(c.Kernel.Height, period.Height) * GroupTile.Blocks(c.Kernel.Width, period.Width);
        return new(c.Inputs, c.Images * places, c.Outputs * taps, c.Groups * phases.Area, Extents.IsAlong(Along(w, 0), w.Strides[1], c.Inputs), RightAlong: false);
    }

    /// <summary>w[o, (c, ky, kx)] = y[o, (n, oy, ox)] · x[(n, oy, ox), (c, ky, kx)].</summary>
    internal static Extents ToWeights(in Correlation c) => new(c.Outputs, c.Taps, c.Images * c.Places.Area, c.Groups, LeftAlong: true, RightAlong: true);

    /// <summary>Of the taps that meet the same rows or columns of an image: stride / gcd(stride, dilation).</summary>
    internal static Extent Period(in Sliding sliding) =>
        new(Period(sliding.Stride.Height, sliding.Dilation.Height), Period(sliding.Stride.Width, sliding.Dilation.Width));

    private static int Period(int stride, int dilation) => stride / (int)BigInteger.GreatestCommonDivisor(stride, dilation);

    /// <summary>From tap to tap of a kernel; where it has one, from channel to channel.</summary>
    private static int Along(in Layout w, int channel) => w.Sizes[3] > 1 ? w.Strides[3] : w.Sizes[2] > 1 ? w.Strides[2] : w.Strides[channel];
}
