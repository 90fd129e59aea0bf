using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A named way to draw first weights: a draw of unit gain, times a gain. Weights are [inputs, outputs] as in <see cref="Dense"/>, so
/// fan-in (numbers that feed one output) is the first size and fan-out the second; for other shapes pass both.</summary>
public sealed class Initialiser
{
    private readonly UnitDraw _draw;

    private Initialiser(string name, double gain, UnitDraw draw)
    {
        Name = name;
        Gain = gain;
        _draw = draw;
    }

    private delegate Tensor UnitDraw(Shape shape, int fanIn, int fanOut, RandomStream stream, DType dtype);

    /// <summary>Normal with standard deviation gain / √fan-in, gain √2: for ReLU (He et al. 2015, eq. 10).</summary>
    public static Initialiser He { get; } = new("he normal", Math.Sqrt(2), Normals(static (fanIn, _) => 1.0 / fanIn));

    /// <summary>Uniform with the standard deviation of <see cref="He"/>.</summary>
    public static Initialiser HeUniform { get; } = new("he uniform", Math.Sqrt(2), Uniforms(static (fanIn, _) => 1.0 / fanIn));

    /// <summary>Normal with standard deviation gain·√(2 / (fan-in + fan-out)), gain 1 (Glorot and Bengio 2010, eq. 12).</summary>
    public static Initialiser GlorotNormal { get; } = new("glorot normal", 1, Normals(static (fanIn, fanOut) => 2.0 / (fanIn + fanOut)));

    /// <summary>Uniform within ±gain·√(6 / (fan-in + fan-out)), gain 1 (Glorot and Bengio 2010, eq. 16).</summary>
    public static Initialiser GlorotUniform { get; } = new("glorot uniform", 1, Uniforms(static (fanIn, fanOut) => 2.0 / (fanIn + fanOut)));

    /// <summary>Normal with standard deviation gain / √fan-in, gain 1 (LeCun et al. 1998, eq. 16).</summary>
    public static Initialiser LeCun { get; } = new("lecun normal", 1, Normals(static (fanIn, _) => 1.0 / fanIn));

    /// <summary>Uniform with the standard deviation of <see cref="LeCun"/>.</summary>
    public static Initialiser LeCunUniform { get; } = new("lecun uniform", 1, Uniforms(static (fanIn, _) => 1.0 / fanIn));

    /// <summary>Orthonormal columns (rows where there are fewer of them), times the gain, 1 (Saxe, McClelland and Ganguli 2014): uniform over all
    /// such matrices, as Gram-Schmidt on normal numbers makes them (Mezzadri 2007). Only for matrices; computed in float64.</summary>
    public static Initialiser Orthogonal { get; } = new("orthogonal", 1, static (shape, _, _, stream, dtype) => OrthogonalMatrix(shape, stream, dtype));

    /// <summary>The name for messages and tables.</summary>
    public string Name { get; }

    /// <summary>The factor on the draw of unit gain. <see cref="Activation.Gain"/> tells the usual ones.</summary>
    public double Gain { get; }

    /// <summary>Uniform numbers from low to high; see <see cref="RandomStream.Uniform"/>.</summary>
    /// <exception cref="TensorException">They or their distance are not finite, or low is above high.</exception>
    public static Initialiser Uniform(double low, double high)
    {
        using var scope = MemoryScope.Open();
        _ = new RandomStream(0, "uniform").Uniform([0], low, high);     // what no stream draws is refused here, and not at the first layer
        return new("uniform", 1, (shape, _, _, stream, dtype) => stream.Uniform(shape, low, high, dtype));
    }

    /// <summary>Normal numbers with mean 0.</summary>
    /// <exception cref="TensorException">Not a number of at least 0.</exception>
    public static Initialiser Normal(double standardDeviation)
    {
        Domain.NotNegative("normal", "a standard deviation", standardDeviation);
        return new("normal", 1, (shape, _, _, stream, dtype) => stream.Normal(shape, 0, standardDeviation, dtype));
    }

    /// <summary>One number everywhere; nothing is drawn.</summary>
    public static Initialiser Constant(double value) => new("constant", 1, (shape, _, _, stream, dtype) => Tensor.Full(shape, value, dtype, stream.Device));

    /// <summary>The same initialiser with this gain in place of its own.</summary>
    /// <exception cref="TensorException">Not finite.</exception>
    public Initialiser WithGain(double gain) => new(Name, Domain.Finite(Name, "a gain", gain), _draw);

    /// <summary>First weights of shape [inputs, outputs].</summary>
    /// <exception cref="TensorException">The shape is no matrix; use the form that is told fan-in and fan-out.</exception>
    public Tensor Draw(Shape shape, RandomStream stream, DType dtype = DType.Float32) => shape.Rank == 2
        ? Draw(shape, shape[0], shape[1], stream, dtype)
        : throw new TensorException($"{Name}: the shape {shape} is not [inputs, outputs]; pass fan-in and fan-out");

    /// <summary>First weights of any shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="fanIn">How many numbers feed one output.</param>
    /// <param name="fanOut">How many outputs one number feeds.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="dtype">float32 or float64.</param>
    public Tensor Draw(Shape shape, int fanIn, int fanOut, RandomStream stream, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Tensor draw = _draw(shape, fanIn, fanOut, stream, dtype);
        return Gain == 1 ? draw : draw * Gain;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name}, gain {Gain:0.###}");

    private static UnitDraw Normals(Func<int, int, double> variance) =>
        (shape, fanIn, fanOut, stream, dtype) => stream.Normal(shape, 0, Math.Sqrt(variance(fanIn, fanOut)), dtype);

    // A uniform number within ±a has variance a²/3.
    private static UnitDraw Uniforms(Func<int, int, double> variance) => (shape, fanIn, fanOut, stream, dtype) =>
    {
        double bound = Math.Sqrt(3 * variance(fanIn, fanOut));
        return stream.Uniform(shape, -bound, bound, dtype);
    };

    private static Tensor OrthogonalMatrix(Shape shape, RandomStream stream, DType dtype)
    {
        if (shape.Rank != 2) throw new TensorException($"orthogonal: the shape {shape} is no matrix");
        (int rows, int columns) = (shape[0], shape[1]);
        bool tall = rows > columns;
        (int count, int length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        double[] vectors = stream.Normal([count, length], dtype: DType.Float64).ToArray<double>();
        for (int i = 0; i < count; i++)
        {
            Span<double> vector = vectors.AsSpan(i * length, length);
            for (int pass = 0; pass < 2; pass++)        // twice is enough (Giraud, Langou and Rozložník 2005)
            {
                for (int j = 0; j < i; j++)
                {
                    ReadOnlySpan<double> other = vectors.AsSpan(j * length, length);
                    Vectors.AddScaled(-Vectors.Dot(vector, other), other, vector);
                }
            }
            Vectors.Scale(1 / Vectors.Norm(vector), vector);
        }
        Tensor matrix = Tensor.From<double>(vectors, [count, length], stream.Device).To(dtype);
        return tall ? matrix.Transpose().Copy() : matrix;
    }
}
