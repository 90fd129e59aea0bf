using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Where a line or a depth of an operand stands, and for what slides its row and column: those of both add up to an element's.</summary>
internal readonly record struct Place(int At, int Row = 0, int Column = 0);

/// <summary>How the threads bring in an operand: neighbouring threads take neighbours along the lines or along the depth, one by one or four at a time.</summary>
internal static class Way
{
    internal const int Lines = 0, Depth = 1, FourLines = 2, FourDepths = 3;
}

/// <summary>What a product is of: two matrices that may stand nowhere, and where its elements go.</summary>
internal interface IProduct<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Can its operands be read, and its result be written, four at a time?</summary>
    static abstract bool HasFours { get; }

    int M { get; }

    int N { get; }

    int K { get; }

    /// <summary>See <see cref="Way"/>.</summary>
    int LeftWay { get; }

    int RightWay { get; }

    /// <summary>May rows of C be written four at a time?</summary>
    bool WritesFours { get; }

    /// <summary>The product of that number.</summary>
    TSelf Of(int z);

    Place LeftLine(int i);

    Place LeftDepth(int p);

    T Left(Place line, Place depth);

    Four<T> LeftFour(int i, int p);

    Place RightLine(int j);

    Place RightDepth(int p);

    T Right(Place line, Place depth);

    Four<T> RightFour(int j, int p);

    /// <summary>Where C[i, j] goes.</summary>
    int Target(int i, int j);

    /// <summary>Which number of the bias is its.</summary>
    int Shift(int i, int j);
}
