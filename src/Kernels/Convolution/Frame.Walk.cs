namespace DeepPuzzles.Kernels;

internal readonly unsafe partial struct Frame<T>
{
    /// <summary>Walks taps in the order of the weights: where each finds its number for output (0, 0).</summary>
    private ref struct Walk
    {
        private readonly nint _right, _down, _deeper;
        private readonly int _columns, _rows;
        private int _ky, _kx;

        internal Walk(in Frame<T> frame, int tap)
        {
            (Extent kernel, Extent dilation) = (frame._c.Kernel, frame._c.Sliding.Dilation);
            (_rows, _columns) = (kernel.Height, kernel.Width);
            (tap, _kx) = int.DivRem(tap, _columns);
            (int channel, _ky) = int.DivRem(tap, _rows);
            nint row = (nint)dilation.Height * frame._width, plane = (nint)frame._height * frame._width;
            At = frame._pixels + channel * plane + _ky * row + _kx * dilation.Width;
            _right = dilation.Width;
            _down = row - (_columns - 1) * _right;
            _deeper = plane - (_rows - 1) * row - (_columns - 1) * _right;
        }

        internal T* At { get; private set; }

        internal void Next()
        {
            if (++_kx < _columns)
            {
                At += _right;
                return;
            }
            _kx = 0;
            if (++_ky < _rows)
            {
                At += _down;
                return;
            }
            _ky = 0;
            At += _deeper;
        }
    }
}
