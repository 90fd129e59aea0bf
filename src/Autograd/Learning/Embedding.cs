using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A table of vectors, looked up by number: int32 indices of any shape [...] become [..., size]. Rows that a batch does not name get the
/// gradient 0; those named several times add up.</summary>
public sealed class Embedding : Module
{
    // How an index that is no row is reported where it is met: on the device, without a pass of its own over the indices.
    private const string Lookup = "rows: ";
    private readonly string _name;

    /// <summary>A table with drawn rows.</summary>
    /// <param name="name">The table is called <c>name.weight</c>.</param>
    /// <param name="count">Rows: indices go from 0 to count - 1.</param>
    /// <param name="size">Numbers in a row.</param>
    /// <param name="initialiser">Draws the table, with fan-in 1: one index feeds a row.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Embedding(string name, int count, int size, Initialiser initialiser, RandomStream stream, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(initialiser);
        using var scope = MemoryScope.Open();
        _name = name;
        Domain.Count($"embedding '{name}'", "rows", count);
        Domain.Count($"embedding '{name}'", "columns", size);
        Weight = new Parameter($"{name}.weight", initialiser.Draw([count, size], 1, size, stream, dtype));
    }

    /// <summary>The table, [count, size].</summary>
    public Parameter Weight { get; }

    /// <summary>The rows of those numbers.</summary>
    /// <param name="x">int32 [...].</param>
    /// <exception cref="TensorException">Not int32, or an index is no row.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType != DType.Int32) throw new TensorException($"embedding '{_name}': the indices are {x.DType.Name()} {x.Shape}; they must be int32, convert with .To(DType.Int32)");
        if (!Inputs.AreTogether(x, Weight)) throw Inputs.Misfit($"embedding '{_name}'", x, Weight, "indices");
        try
        {
            return Weight.Value.Rows(x.Flatten()).Reshape(new Shape([.. x.Shape.Sizes, Weight.Shape[1]]));
        }
        catch (TensorException error) when (error.Message.StartsWith(Lookup, StringComparison.Ordinal))
        {
            throw new TensorException($"embedding '{_name}': {error.Message[Lookup.Length..]}", error);
        }
    }
}
