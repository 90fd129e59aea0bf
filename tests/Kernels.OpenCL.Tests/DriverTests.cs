namespace DeepPuzzles.Kernels.Tests;

/// <summary>What a driver may do to the process that loads it.</summary>
public sealed class DriverTests
{
    // A driver for the processor is tempted to handle the signal of a division by zero, which kernels here never cause: the quotient would be anything.
    [Fact]
    public void A_division_by_zero_is_an_exception_also_when_a_driver_is_loaded()
    {
        using var sample = new Sample();
        View<int> y = sample.Full(0, Walk.Dense, 1);
        OnOpenCl.Ferry.Zip(default(Divide), sample.Dense([1], 1), sample.Dense([0], 1), y);
        foreach (int zero in Sample.Values(sample.Full(0, Walk.Dense, 1))) Assert.Throws<DivideByZeroException>(() => 1 / zero);
    }
}
