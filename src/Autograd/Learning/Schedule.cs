using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A learning rate as a function of the step, counted from 0. A plain number is a constant schedule. No rate is
/// negative: to climb, negate the loss.</summary>
public sealed class Schedule
{
    private readonly Func<int, double> _rate;

    /// <summary>A schedule of your own.</summary>
    /// <param name="rate">From the step, counted from 0.</param>
    public Schedule(Func<int, double> rate) => _rate = rate;

    /// <summary>The learning rate at a step.</summary>
    public double this[int step] => _rate(step);

    /// <summary>The same at every step.</summary>
    /// <exception cref="TensorException">Not a number of at least 0.</exception>
    public static Schedule Constant(double rate)
    {
        Rate("constant", rate);
        return new(_ => rate);
    }

    /// <summary>The same at every step.</summary>
    /// <exception cref="TensorException">Not a number of at least 0.</exception>
    public static implicit operator Schedule(double rate) => Constant(rate);

    /// <summary>Times the factor after every so many steps: rate·factor^⌊step / every⌋.</summary>
    /// <exception cref="TensorException">Fewer than 1 step, or another number is not one of at least 0.</exception>
    public static Schedule Staircase(double rate, int every, double factor = 0.1)
    {
        Rate("staircase", rate);
        Factor("staircase", factor);
        AtLeastOne("staircase", every);
        return new(step => rate * Math.Pow(factor, step / every));
    }

    /// <summary>Times the factor at every step: rate·factor^step.</summary>
    /// <exception cref="TensorException">Rate or factor is not a number of at least 0.</exception>
    public static Schedule Exponential(double rate, double factor)
    {
        Rate("exponential", rate);
        Factor("exponential", factor);
        return new(step => rate * Math.Pow(factor, step));
    }

    /// <summary>Half a cosine from the rate at step 0 to the last rate at step <paramref name="steps"/>, and the last rate from then on
    /// (Loshchilov and Hutter 2017, eq. 5, without restarts).</summary>
    /// <exception cref="TensorException">Fewer than 1 step, or another number is not one of at least 0.</exception>
    public static Schedule Cosine(double rate, int steps, double last = 0)
    {
        Rate("cosine", rate);
        Rate("cosine", last);
        AtLeastOne("cosine", steps);
        return new(step => last + (rate - last) * (1 + Math.Cos(Math.PI * Math.Min(step, steps) / steps)) / 2);
    }

    /// <summary>Rises in equal parts over the first steps, (step + 1) / steps of this schedule's first rate, then follows this schedule from
    /// its start (Goyal et al. 2017, sec. 2.2).</summary>
    /// <exception cref="TensorException">Fewer than 0 steps.</exception>
    public Schedule WarmUp(int steps) => steps < 0 ? throw new TensorException($"warm-up: {steps} steps; there are 0 or more")
        : new(step => step < steps ? _rate(0) * (step + 1) / steps : _rate(step - steps));

    private static void Rate(string schedule, double rate) => Domain.NotNegative($"{schedule} schedule", "a learning rate", rate);

    private static void Factor(string schedule, double factor) => Domain.NotNegative($"{schedule} schedule", "a factor", factor);

    private static void AtLeastOne(string schedule, int steps)
    {
        if (steps < 1) throw new TensorException($"{schedule} schedule: {steps} steps; it takes at least 1");
    }
}
