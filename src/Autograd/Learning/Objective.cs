using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A point with the value and the gradient of a function there, in host memory.</summary>
internal sealed class Iterate(double[] x)
{
    internal double[] X { get; } = x;

    internal double[] Gradient { get; } = new double[x.Length];

    internal double Value { get; set; }
}

/// <summary>A function on tensors as L-BFGS sees it: float64 numbers in, value and float64 gradient out.</summary>
internal sealed class Objective
{
    // Sums of thousands of rounded terms: some ten units in the last place of the value may be noise.
    private const int NoiseUlps = 10;
    private readonly Func<double[], double[], double> _function;
    private readonly double _unit;

    private Objective(DType dtype, Func<double[], double[], double> function)
    {
        if (!dtype.IsFloat()) throw new TensorException($"l-bfgs: the start is {dtype.Name()}; convert with .To(DType.Float64)");
        _function = function;
        _unit = dtype == DType.Float32 ? float.BitIncrement(1) - 1 : double.BitIncrement(1) - 1;
    }

    internal int Evaluations { get; private set; }

    internal void Evaluate(Iterate point)
    {
        Evaluations++;
        point.Value = _function(point.X, point.Gradient);
    }

    /// <summary>How far two values of about this size may differ by rounding alone.</summary>
    internal double Noise(double value) => NoiseUlps * _unit * Math.Abs(value);

    internal static Objective Of(Func<Tensor, Tensor> loss, Tensor start)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Of(
            x =>
            {
                using Tracking.Scope on = Tracking.Resume();
                Tensor tracked = x.Track("x"), y = RequireNumber(loss(tracked));
                return (y.Item(), y.Backward()[tracked]);
            },
            start);
    }

    internal static Objective Of(Func<Tensor, (double Value, Tensor Gradient)> function, Tensor start)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(start);
        (Shape shape, DType dtype, var device) = (start.Shape, start.DType, start.Device);
        return new Objective(dtype, (x, gradient) =>
        {
            using var scope = MemoryScope.Open();
            (double value, Tensor g) = function(ToTensor(x, shape, dtype, device));
            if (g.Shape != shape) throw new TensorException($"l-bfgs: the gradient has shape {g.Shape}, the point {shape}; they must be the same");
            Numbers(g).CopyTo(gradient, 0);
            return value;
        });
    }

    internal static Objective Of(IReadOnlyList<Parameter> parameters, Func<Tensor> loss) => new(parameters[0].DType, (x, gradient) =>
    {
        using Tracking.Scope on = Tracking.Resume();
        using var scope = MemoryScope.Open();
        Assign(x, parameters);
        Tensor y = RequireNumber(loss());
        Gradients gradients = y.Backward();
        int place = 0;
        foreach (Parameter parameter in parameters)
        {
            Numbers(gradients[parameter]).CopyTo(gradient, place);
            place += parameter.Shape.Elements;
        }
        return y.Item();
    });

    private static Tensor RequireNumber(Tensor y) => y.Count == 1 && y.DType.IsFloat()
        ? y
        : throw new TensorException($"l-bfgs: the loss gives {y.DType.Name()} {y.Shape}, not a single float; reduce it with Sum() or Mean()");

    internal static void Assign(double[] x, IReadOnlyList<Parameter> parameters)
    {
        using var scope = MemoryScope.Open();
        int place = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = parameter.Shape.Elements;
            parameter.Update(ToTensor(x.AsSpan(place, count), parameter.Shape, parameter.DType, parameter.Value.Device));
            place += count;
        }
    }

    internal static Tensor ToTensor(ReadOnlySpan<double> x, Shape shape, DType dtype, Kernels.Device device)
    {
        if (dtype == DType.Float64) return Tensor.From(x, shape, device);
        var narrow = new float[x.Length];
        for (int i = 0; i < narrow.Length; i++) narrow[i] = (float)x[i];
        return Tensor.From(narrow, shape, device);
    }

    internal static double[] Numbers(Tensor x) => x.DType == DType.Float32 ? Array.ConvertAll(x.ToArray<float>(), number => (double)number) : x.ToArray<double>();
}
