using DeepPuzzles.Kernels;

namespace DeepPuzzles.Learning;

/// <summary>The last steps s and gradient changes y of a quasi-Newton method, which stand for an inverse Hessian.</summary>
internal sealed class CurvaturePairs(int capacity, int n)
{
    // Below this share of y·y a curvature s·y is rounding, not curvature.
    private const double SmallestCurvature = 1e-14;
    private readonly List<Pair> _pairs = [];        // oldest first
    private readonly double[] _alpha = new double[capacity];
    private readonly double[] _curvature = new double[capacity];
    private Pair? _spare;

    internal int Count => _pairs.Count;

    internal void Clear() => _pairs.Clear();

    /// <summary>Remembers a step, if the function curves upwards along it; the oldest goes when the memory is full.</summary>
    internal void Add(Iterate from, Iterate to)
    {
        if (capacity == 0) return;
        Pair pair = _spare ?? new Pair(new double[n], new double[n]);
        _spare = pair;
        Vectors.Subtract(to.X, from.X, pair.S);
        Vectors.Subtract(to.Gradient, from.Gradient, pair.Y);
        (pair.SY, pair.YY) = (Vectors.Dot(pair.S, pair.Y), Vectors.Dot(pair.Y, pair.Y));
        if (!(pair.SY > SmallestCurvature * pair.YY)) return;
        _spare = _pairs.Count == capacity ? _pairs[0] : null;
        if (_spare is not null) _pairs.RemoveAt(0);
        _pairs.Add(pair);
    }

    /// <summary>direction = -H·gradient, by the two-loop recursion (Nocedal and Wright, alg. 7.4) in the free variables alone; in the others
    /// it is -γ·gradient. The pairs cut down to the free variables approximate the inverse of that part of the Hessian.</summary>
    /// <param name="gradient">Where to descend.</param>
    /// <param name="free">1 for free variables, 0 for others; empty when all are free.</param>
    /// <param name="direction">The result.</param>
    internal void Descend(double[] gradient, double[] free, double[] direction)
    {
        for (int i = 0; i < direction.Length; i++) direction[i] = -gradient[i];
        if (Count == 0) return;
        double gamma = 0;       // s·y / y·y of the newest pair that can be used (eq. 7.20)
        for (int i = Count - 1; i >= 0; i--)
        {
            Pair pair = _pairs[i];
            _curvature[i] = free.Length == 0 ? pair.SY : Vectors.Dot(pair.S, pair.Y, free);
            if (!IsUsable(i)) continue;
            if (gamma == 0) gamma = _curvature[i] / (free.Length == 0 ? pair.YY : Vectors.Dot(pair.Y, pair.Y, free));
            _alpha[i] = Vectors.Dot(pair.S, direction, free) / _curvature[i];
            Vectors.AddScaled(-_alpha[i], pair.Y, direction, free);
        }
        Vectors.Scale(gamma == 0 ? _pairs[^1].SY / _pairs[^1].YY : gamma, direction);
        for (int i = 0; i < Count; i++)
        {
            if (!IsUsable(i)) continue;
            double beta = Vectors.Dot(_pairs[i].Y, direction, free) / _curvature[i];
            Vectors.AddScaled(_alpha[i] - beta, _pairs[i].S, direction, free);
        }
    }

    private bool IsUsable(int i) => _curvature[i] > SmallestCurvature * _pairs[i].YY;

    private sealed class Pair(double[] s, double[] y)
    {
        internal double[] S { get; } = s;

        internal double[] Y { get; } = y;

        internal double SY { get; set; }

        internal double YY { get; set; }
    }
}
