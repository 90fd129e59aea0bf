using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>A piece of work that we and others do: what it costs at least, and how ours is called.</summary>
/// <param name="Name">The kind, as <c>--only</c> knows it.</param>
/// <param name="Shape">Which one of the kind; the scripts of the peers read it too.</param>
/// <param name="IsQuick">Whether a quick run measures it.</param>
internal abstract record Work(string Name, string Shape, bool IsQuick)
{
    /// <summary>Floating-point operations of one call; 0 where the bytes alone bound it.</summary>
    public abstract double Flops { get; }

    /// <summary>Bytes that must be read or written at least once.</summary>
    public abstract double Bytes { get; }

    /// <summary>Whether the arithmetic is in float64.</summary>
    public virtual bool IsDouble => false;

    /// <summary>Ours on that device.</summary>
    public abstract Local Ours(Device device);

    /// <summary>The speed in words: by arithmetic where there is any, else by bytes.</summary>
    public string Rate(double seconds) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(Flops > 0 ? Flops : Bytes) / seconds / 1e9:0.0} {(Flops > 0 ? "GFLOP/s" : "GB/s")}");

    public sealed override string ToString() => $"{Name} {Shape}";
}
