namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>The sizes of a tile.</summary>
internal interface ITile
{
    /// <summary>Rows of C.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C.</summary>
    static abstract int Columns { get; }

    /// <summary>So many columns of A and rows of B lie in shared memory at once: what lets each thread bring in four numbers of B.</summary>
    static abstract int Depth { get; }
}

/// <summary>256 threads of 8 x 8 sums.</summary>
internal readonly struct Tile128x128 : ITile
{
    public static int Rows => 128;

    public static int Columns => 128;

    public static int Depth => 8;
}

/// <summary>256 threads of 4 x 4 sums.</summary>
internal readonly struct Tile64x64 : ITile
{
    public static int Rows => 64;

    public static int Columns => 64;

    public static int Depth => 16;
}

/// <summary>64 threads of 4 x 4 sums.</summary>
internal readonly struct Tile32x32 : ITile
{
    public static int Rows => 32;

    public static int Columns => 32;

    public static int Depth => 8;
}

/// <summary>128 threads of 1 x 4 sums, for few rows.</summary>
internal readonly struct Tile4x128 : ITile
{
    public static int Rows => 4;

    public static int Columns => 128;

    public static int Depth => 4;
}

/// <summary>16 threads of 8 x 8 sums, for devices whose groups are small.</summary>
internal readonly struct Tile32x32Of16 : ITile
{
    public static int Rows => 32;

    public static int Columns => 32;

    public static int Depth => 2;
}

/// <summary>16 threads of 4 x 4 sums.</summary>
internal readonly struct Tile16x16 : ITile
{
    public static int Rows => 16;

    public static int Columns => 16;

    public static int Depth => 4;
}

/// <summary>16 threads of 1 x 4 sums.</summary>
internal readonly struct Tile4x16 : ITile
{
    public static int Rows => 4;

    public static int Columns => 16;

    public static int Depth => 4;
}
