using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The trace of a matrix that is known by its products with vectors (Hutchinson 1990): the mean of v·A·v over random vectors v of signs,
/// which is exact for a diagonal A.</summary>
/// <example><code>TraceEstimate trace = Hutchinson.Trace(v => HessianVector(loss, parameters, v), size: 115, samples: 100, stream);</code></example>
public static class Hutchinson
{
    /// <summary>Estimates it. Nothing is recorded, and each sample gives its temporaries back.</summary>
    /// <param name="product">From v [size] to A·v [size].</param>
    /// <param name="size">The number of rows of A.</param>
    /// <param name="samples">Random vectors, at least 2.</param>
    /// <param name="stream">Draws them, on its device.</param>
    /// <param name="dtype">float32 or float64: that of the vectors.</param>
    /// <exception cref="TensorException">Fewer than two samples, or the product has another shape or dtype.</exception>
    public static TraceEstimate Trace(Func<Tensor, Tensor> product, int size, int samples, RandomStream stream, DType dtype = DType.Float32)
    {
        if (samples < 2) throw new TensorException($"hutchinson: {samples} samples tell no standard error; take at least 2");
        using Tracking.Scope pause = Tracking.Pause();
        var values = new double[samples];
        for (int sample = 0; sample < samples; sample++)
        {
            using MemoryScope scope = MemoryScope.Open();
            Tensor v = stream.Bernoulli([size], 0.5).To(dtype) * 2 - 1;
            values[sample] = (v * Lanczos.RequireProduct("hutchinson", product(v), v)).Sum().Item();
        }
        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / (samples - 1);
        return new TraceEstimate(mean, Math.Sqrt(variance / samples));
    }
}

/// <summary>An estimated trace.</summary>
/// <param name="Mean">The estimate.</param>
/// <param name="StandardError">Its standard error: the sample deviation over the root of the number of samples.</param>
public readonly record struct TraceEstimate(double Mean, double StandardError);
