namespace DeepPuzzles.Kernels;

/// <summary>How many rows a tile has, known when its loop is compiled: what a lower tile does not need is not there.</summary>
internal interface IHeight
{
    static abstract int Rows { get; }
}

internal readonly struct H1 : IHeight { public static int Rows => 1; }

internal readonly struct H2 : IHeight { public static int Rows => 2; }

internal readonly struct H3 : IHeight { public static int Rows => 3; }

internal readonly struct H4 : IHeight { public static int Rows => 4; }

internal readonly struct H5 : IHeight { public static int Rows => 5; }

internal readonly struct H6 : IHeight { public static int Rows => 6; }

internal readonly struct H7 : IHeight { public static int Rows => 7; }

internal readonly struct H8 : IHeight { public static int Rows => 8; }

internal readonly struct H9 : IHeight { public static int Rows => 9; }

internal readonly struct H10 : IHeight { public static int Rows => 10; }

internal readonly struct H11 : IHeight { public static int Rows => 11; }

internal readonly struct H12 : IHeight { public static int Rows => 12; }

/// <summary>How many registers of columns a tile has, and whether the last of them is masked.</summary>
internal interface IWidth
{
    static abstract bool IsTwo { get; }

    static abstract bool IsMasked { get; }
}

internal readonly struct OneRegister : IWidth
{
    public static bool IsTwo => false;

    public static bool IsMasked => false;
}

internal readonly struct OneMasked : IWidth
{
    public static bool IsTwo => false;

    public static bool IsMasked => true;
}

internal readonly struct TwoRegisters : IWidth
{
    public static bool IsTwo => true;

    public static bool IsMasked => false;
}

internal readonly struct TwoMasked : IWidth
{
    public static bool IsTwo => true;

    public static bool IsMasked => true;
}
