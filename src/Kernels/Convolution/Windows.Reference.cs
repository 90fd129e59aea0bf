namespace DeepPuzzles.Kernels;

// y and place = the element that the op keeps and where it stands, window after window.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
    {
        Extent image = new(x.Layout.Sizes[2], x.Layout.Sizes[3]), places = new(y.Layout.Sizes[2], y.Layout.Sizes[3]);
        for (int i = 0; i < y.Layout.Count; i++)
        {
            int ox = i % places.Width, oy = i / places.Width % places.Height, plane = i / places.Area * image.Area, best = -1;
            for (int tap = 0; tap < window.Area; tap++)
            {
                int ix = ox * sliding.Stride.Width + tap % window.Width * sliding.Dilation.Width - sliding.Padding.Width;
                int iy = oy * sliding.Stride.Height + tap / window.Width * sliding.Dilation.Height - sliding.Padding.Height;
                if (ix < 0 || ix >= image.Width || iy < 0 || iy >= image.Height) continue;
                int at = iy * image.Width + ix;
                if (best < 0 || op.Replaces(At(x, plane + at), At(x, plane + best))) best = at;
            }
            At(place, i) = best;
            At(y, i) = At(x, plane + best);
        }
    }
}
