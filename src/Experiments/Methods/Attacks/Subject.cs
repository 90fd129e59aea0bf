using System.Numerics;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>One image under attack: what it was, where it shall go, what was found, and what that cost. Points are float64 here; a point that the
/// model is asked about is first rounded, in place, to what a float32 model sees: towards the image, so that rounding leads out of no ball.</summary>
internal sealed class Subject(Tensor pixels, AttackGoal goal, RandomStream? random, bool wholeBudget)
{
    private readonly bool _isSingle = pixels.DType == DType.Float32;
    private double _bestLength = double.PositiveInfinity, _endLoss = double.PositiveInfinity;

    public double[] Image { get; } = pixels.To(DType.Float64).ToArray<double>();

    /// <summary>Of one image.</summary>
    public Shape Shape { get; } = pixels.Shape;

    public AttackGoal Goal => goal;

    /// <summary>Of this image alone, so that it does not matter which others are attacked with it.</summary>
    public RandomStream Random => random ?? throw new TensorException("attack: it draws random numbers; pass a RandomStream");

    public int Queries { get; set; }

    public int Gradients { get; set; }

    /// <summary>The shortest perturbed image so far that reaches the goal.</summary>
    public double[]? Best { get; private set; }

    /// <summary>Where the smallest loss was at the end of a run, whether or not the goal was reached there.</summary>
    public double[] End { get; private set; } = [];

    public Ask Classify(params double[][] points) => New(points, AskKind.Logits);

    public Ask Slope(double[] point, AttackLoss loss) => New([point], AskKind.Gradient, loss);

    public Ask Jacobian(double[] point) => New([point], AskKind.Jacobian);

    /// <summary>Whether the goal is reached by these logits. NaN reaches nothing.</summary>
    public bool IsReached(double[] logits) => goal.IsReachedBy(logits);

    /// <summary>Keeps the point if it reaches the goal and is the nearest so far. Whether it reaches the goal.</summary>
    public bool Offer(double[] point, double[] logits)
    {
        if (!IsReached(logits)) return false;
        double length = Ball.Length(point, Image);
        if (length < _bestLength) (Best, _bestLength) = (point, length);
        return true;
    }

    /// <summary>Whether to stop here: the goal is reached, and the attack was not asked to spend its whole budget.</summary>
    public bool Stops(double[] point, double[] logits) => Offer(point, logits) && !wholeBudget;

    /// <summary>A run ended here.</summary>
    public void EndAt(double[] point, double loss)
    {
        if (End.Length == 0 || loss < _endLoss) (End, _endLoss) = (point, loss);
    }

    public AttackResult Result() => Best is null ? AttackResult.NotFound(Queries, Gradients) : AttackResult.Of(Image, Best, Queries, Gradients);

    private Ask New(double[][] points, AskKind kind, AttackLoss? loss = null)
    {
        if (_isSingle)
        {
            foreach (double[] point in points) Round(point);
        }
        return new Ask(this, points, kind, loss);
    }

    // Without a branch: which way a number rounds is as good as random, and would be guessed wrong half of the time.
    private void Round(double[] point)
    {
        int i = 0, half = Vector<double>.Count;
        for (; i <= point.Length - 2 * half; i += 2 * half)
        {
            Vector<double> low = new(point, i), high = new(point, i + half), toLow = new(Image, i), toHigh = new(Image, i + half);
            Vector<float> near = Vector.Narrow(low, high);
            Vector.Widen(near, out Vector<double> nearLow, out Vector<double> nearHigh);
            // All bits where the rounded number is farther off, and where it lies above.
            Vector<int> isAway = Vector.Narrow(Vector.GreaterThan(Vector.Abs(nearLow - toLow), Vector.Abs(low - toLow)), Vector.GreaterThan(Vector.Abs(nearHigh - toHigh), Vector.Abs(high - toHigh)));
            Vector<int> isAbove = Vector.Narrow(Vector.GreaterThan(nearLow, toLow), Vector.GreaterThan(nearHigh, toHigh)), bits = Vector.AsVectorInt32(near);
            // The bits of neighbours are neighbours too, in the order of size: of negative numbers the other way round.
            Vector<int> up = Vector.ConditionalSelect(isAbove ^ Vector.LessThan(bits, Vector<int>.Zero), -Vector<int>.One, Vector<int>.One);
            Vector.Widen(Vector.AsVectorSingle(bits + (isAway & up)), out nearLow, out nearHigh);
            nearLow.CopyTo(point, i);
            nearHigh.CopyTo(point, i + half);
        }
        for (; i < point.Length; i++) point[i] = Rounded(point[i], Image[i]);
    }

    private static float Rounded(double pixel, double towards)
    {
        float near = (float)pixel;
        return Math.Abs(near - towards) > Math.Abs(pixel - towards) ? near > towards ? float.BitDecrement(near) : float.BitIncrement(near) : near;
    }
}
