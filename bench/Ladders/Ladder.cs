namespace DeepPuzzles.Bench.Ladders;

/// <summary>The forms of one kernel, from the plainest to the present one; each method is a rung. BenchmarkDotNet derives from the classes, so
/// that they cannot be sealed.</summary>
public abstract class Ladder
{
    /// <summary>Floating-point operations of one call; 0 where the bytes bound the kernel.</summary>
    public abstract double Flops { get; }

    /// <summary>Makes the arrays of a size.</summary>
    public abstract void SetUp();

    /// <summary>Bytes that a call must read or write at least once.</summary>
    public abstract double Bytes { get; }
}

/// <summary>A rung that is left out at large sizes, where it would take minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowAttribute : Attribute;
