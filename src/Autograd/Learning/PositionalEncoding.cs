using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Adds to each position its place, as sines and cosines (Vaswani et al. 2017, sec. 3.5): column 2i of position p gets
/// sin(p / 10000^(2i / size)), column 2i + 1 the cosine. It has no parameters, and no longest sequence.</summary>
public sealed class PositionalEncoding : Module
{
    private const double LongestWave = 10000;

    /// <summary>x with the places added.</summary>
    /// <param name="x">[..., positions, size], the size an even number.</param>
    /// <exception cref="TensorException">Another shape.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2 || x.Shape[-1] % 2 != 0) throw new TensorException($"positional encoding: the inputs {x.Shape} are not [..., positions, size] with an even size");
        (int positions, int size) = (x.Shape[-2], x.Shape[-1]);
        Tensor speeds = (Tensor.Arange(size / 2, DType.Float64, x.Device) * (-2 * Math.Log(LongestWave) / size)).Exp();
        Tensor angles = Tensor.Arange(positions, DType.Float64, x.Device).Unsqueeze(1) * speeds;
        return x + Tensor.Stack([angles.Sin(), angles.Cos()], -1).Reshape(positions, size).To(x.DType);
    }
}
