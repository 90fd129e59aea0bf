using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>Two interleaved half circles, the usual toy that no straight line can part: class 0 bends upwards, class 1 downwards, and both lie in the
/// unit square.</summary>
public static class TwoMoons
{
    // The arcs cos t, sin t and 1 - cos t, ½ - sin t span [-1, 2] by [-½, 1]; so scaled they leave some room at the edges of the square.
    private const double Scale = 0.25, Across = 0.375, Up = 0.4375;

    /// <summary>Points of both moons in turn, with their classes.</summary>
    /// <param name="random">Where they are drawn from.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="noise">Standard deviation of what is added to each coordinate, in sides of the square; points are kept inside it.</param>
    /// <returns>Points float32 [count, 2] in [0, 1], and their classes.</returns>
    /// <exception cref="TensorException">Fewer than one point; noise that is negative or not finite.</exception>
    public static (Tensor Points, int[] Classes) Draw(RandomStream random, int count, double noise = 0.03)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (count < 1 || !(noise >= 0) || !double.IsFinite(noise)) throw new TensorException(FormattableString.Invariant($"two moons: {count} points with noise {noise}; there is at least one, and noise is at least 0"));
        double[] turns = random.HostUniform(count);
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        double[] points = [.. turns.SelectMany((turn, i) =>
        {
            (double sin, double cos) = Math.SinCos(Math.PI * turn);
            return classes[i] == 0 ? (double[])[Across + Scale * cos, Up + Scale * sin] : [Across + Scale * (1 - cos), Up + Scale * (0.5 - sin)];
        })];
        using var scope = MemoryScope.Open();
        Tensor centres = Tensor.From(points, [count, 2]).To(DType.Float32).MoveTo(random.Device);
        return (scope.Keep((centres + random.Normal([count, 2], 0, noise)).Clamp(0, 1)), classes);
    }
}
