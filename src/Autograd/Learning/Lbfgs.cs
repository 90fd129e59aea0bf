using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Minimises a smooth function by the limited-memory BFGS method (Nocedal and Wright, Numerical Optimization, 2nd ed., alg. 7.4 and
/// 7.5) with a line search for the strong Wolfe conditions (alg. 3.5 and 3.6), or inside a box by its projected form.</summary>
/// <remarks><para>Points are kept in float64 in host memory, whatever the dtype of the function, whose device does its arithmetic. Every
/// evaluation has its own memory scope.</para>
/// <para>In a box each iteration holds the variables that press against their bounds (Bertsekas 1982), takes the quasi-Newton direction in
/// the others, and searches by Armijo's rule along the path that the projection onto the box bends (Schmidt, Kim and Sra 2011, projected
/// quasi-Newton). It is not Byrd, Lu, Nocedal and Zhu's L-BFGS-B: there is no Cauchy point.</para></remarks>
/// <example><code>Optimum m = new Lbfgs { MaxIterations = 60 }.MinimiseInBox(x => distance(x) + loss(x), image, 0, 1);</code></example>
public sealed record Lbfgs
{
    // After so many steps in a row whose decrease may be rounding and that do not halve the gradient, more would only burn evaluations.
    private const int IdleSteps = 10;

    /// <summary>How many pairs of steps and gradient changes are remembered.</summary>
    public int History { get; init; } = 10;

    /// <summary>The most accepted steps.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>About the most evaluations; the line search that crosses the limit is finished.</summary>
    public int MaxEvaluations { get; init; } = int.MaxValue;

    /// <summary>Stops when the largest element of the (projected) gradient is at most this.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>Stops when a step decreases the value f by at most this times max(|f|, 1); 0 turns the test off.</summary>
    public double ValueTolerance { get; init; }

    /// <summary>c₁ of the Wolfe conditions: the decrease at least wanted, as a share of what the slope promises.</summary>
    public double SufficientDecrease { get; init; } = 1e-4;

    /// <summary>c₂ of the strong Wolfe conditions: the slope at most allowed after a step, as a share of the slope before.</summary>
    public double Curvature { get; init; } = 0.9;

    /// <summary>Minimises a differentiable function of one tensor of any shape.</summary>
    /// <param name="loss">From a tracked x to a single number.</param>
    /// <param name="start">The first point, float32 or float64.</param>
    public Optimum Minimise(Func<Tensor, Tensor> loss, Tensor start) => Run(Objective.Of(loss, start), start, null);

    /// <summary>Minimises a function that gives its value and its gradient.</summary>
    /// <param name="function">From x to the value and the gradient in the shape of x.</param>
    /// <param name="start">The first point, float32 or float64.</param>
    public Optimum Minimise(Func<Tensor, (double Value, Tensor Gradient)> function, Tensor start) => Run(Objective.Of(function, start), start, null);

    /// <summary>Minimises a differentiable function over low ≤ x ≤ high, for every element; bounds may be infinite.</summary>
    /// <param name="loss">From a tracked x in the box to a single number.</param>
    /// <param name="start">The first point, float32 or float64; it is projected onto the box.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public Optimum MinimiseInBox(Func<Tensor, Tensor> loss, Tensor start, double low, double high) =>
        Run(Objective.Of(loss, start), start, new Box(Filled(start, low), Filled(start, high)));

    /// <summary>Minimises a function that gives its value and its gradient, over low ≤ x ≤ high.</summary>
    /// <param name="function">From x in the box to the value and the gradient in the shape of x.</param>
    /// <param name="start">The first point, float32 or float64; it is projected onto the box.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public Optimum MinimiseInBox(Func<Tensor, (double Value, Tensor Gradient)> function, Tensor start, double low, double high) =>
        Run(Objective.Of(function, start), start, new Box(Filled(start, low), Filled(start, high)));

    /// <summary>Minimises a differentiable function over low ≤ x ≤ high with bounds for each element.</summary>
    /// <param name="loss">From a tracked x in the box to a single number.</param>
    /// <param name="start">The first point, float32 or float64; it is projected onto the box.</param>
    /// <param name="low">Lower bounds, in the shape of the start.</param>
    /// <param name="high">Upper bounds, in the shape of the start.</param>
    public Optimum MinimiseInBox(Func<Tensor, Tensor> loss, Tensor start, Tensor low, Tensor high)
    {
        if (low.Shape != start.Shape || high.Shape != start.Shape)
            throw new TensorException($"l-bfgs: bounds {low.Shape} and {high.Shape} must have the shape of the start, {start.Shape}");
        return Run(Objective.Of(loss, start), start, new Box(Objective.Numbers(low), Objective.Numbers(high)));
    }

    /// <summary>Minimises a loss over parameters and leaves the best values in them.</summary>
    /// <param name="parameters">What is varied, less those that are frozen; of one dtype.</param>
    /// <param name="loss">Builds the graph anew from the present values and returns a single number, without chance in it.</param>
    /// <returns>X holds all that was varied, one parameter after the other, as a vector.</returns>
    public Optimum Minimise(IReadOnlyList<Parameter> parameters, Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters = [.. parameters.Where(parameter => !parameter.IsFrozen)];
        if (parameters.Count == 0 || parameters.Any(parameter => parameter.DType != parameters[0].DType))
            throw new TensorException("l-bfgs: it takes at least one parameter that is not frozen, and all of one dtype");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Tensor start = Tensor.Concat([.. parameters.Select(parameter => parameter.Value.Flatten())]);
        Optimum optimum = Run(Objective.Of(parameters, loss), start, null);
        Objective.Assign(Objective.Numbers(optimum.X), parameters);
        scope.Keep(optimum.X);
        return optimum;
    }

    private static double[] Filled(Tensor like, double value)
    {
        var numbers = new double[like.Count];
        Array.Fill(numbers, value);
        return numbers;
    }

    private Optimum Run(Objective objective, Tensor start, Box? box)
    {
        Require();
        int n = start.Count;
        Iterate here = new(Objective.Numbers(start)), there = new(new double[n]);
        double[] direction = new double[n], free = box is null ? [] : new double[n];
        var pairs = new CurvaturePairs(History, n);
        box?.Project(here.X);
        objective.Evaluate(here);
        int iterations = 0, idle = 0;
        double bestNorm = double.PositiveInfinity;
        while (true)
        {
            double norm = box?.ProjectedNorm(here) ?? Vectors.LargestAbsolute(here.Gradient);
            if (Reason(here, norm, iterations, objective.Evaluations) is { } why) return Result(why);
            if (norm <= bestNorm / 2) (bestNorm, idle) = (norm, 0);
            if (idle >= IdleSteps) return Result(StopReason.NoProgress);
            box?.MarkFree(here, norm, free);
            pairs.Descend(here.Gradient, free, direction);
            double slope = Vectors.Dot(direction, here.Gradient, free);
            double first = pairs.Count == 0 ? Math.Min(1, 1 / Vectors.Norm(direction)) : 1;
            bool found = box is null
                ? slope < 0 && new WolfeSearch(objective, SufficientDecrease, Curvature).Find(here, direction, slope, first, there)
                : slope <= 0 && box.Find(objective, SufficientDecrease, here, direction, free, slope, first, there);
            if (!found)
            {
                if (pairs.Count == 0) return Result(StopReason.NoProgress);
                pairs.Clear();      // once more, along the gradient
                continue;
            }
            pairs.Add(here, there);
            (here, there) = (there, here);
            iterations++;
            idle = there.Value - here.Value > objective.Noise(here.Value) ? 0 : idle + 1;
            if (ValueTolerance > 0 && there.Value - here.Value <= ValueTolerance * Math.Max(Math.Abs(here.Value), 1)) return Result(StopReason.Value);
        }

        Optimum Result(StopReason why) => new(
            Objective.ToTensor(here.X, start.Shape, start.DType, start.Device),
            here.Value,
            box?.ProjectedNorm(here) ?? Vectors.LargestAbsolute(here.Gradient),
            iterations,
            objective.Evaluations,
            why);
    }

    private void Require()
    {
        const string who = "l-bfgs";
        Domain.Count(who, "pairs of history", History);
        Domain.NotNegative(who, "a gradient tolerance", GradientTolerance);
        Domain.NotNegative(who, "a value tolerance", ValueTolerance);
        if (!(SufficientDecrease > 0 && SufficientDecrease < Curvature && Curvature < 1))
            throw new TensorException(FormattableString.Invariant($"{who}: a sufficient decrease of {SufficientDecrease} and a curvature of {Curvature}; they satisfy 0 < decrease < curvature < 1"));
    }

    private StopReason? Reason(Iterate here, double norm, int iterations, int evaluations) =>
        !double.IsFinite(here.Value) || !double.IsFinite(norm) ? StopReason.NotFinite
        : norm <= GradientTolerance ? StopReason.Gradient
        : iterations >= MaxIterations ? StopReason.Iterations
        : evaluations >= MaxEvaluations ? StopReason.Evaluations
        : null;
}
