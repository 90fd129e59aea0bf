using System.Diagnostics;

namespace DeepPuzzles.Bench.Measure;

/// <summary>Something that can be asked to do one piece of work many times, and says how long it took.</summary>
internal abstract class Contender(string name)
{
    public string Name => name;

    /// <summary>Seconds for that many calls, at least one.</summary>
    public abstract double Time(int calls);

    /// <summary>The mean absolute value of what came out: two contenders of one work must agree in it. NaN where there is nothing to compare.</summary>
    public virtual double Check() => double.NaN;
}

/// <summary>Work in this process.</summary>
internal sealed class Local(string name, Action run, Func<double>? check = null) : Contender(name)
{
    /// <summary>One call.</summary>
    public Action Run => run;

    public override double Time(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override double Check()
    {
        if (check is null) return double.NaN;
        run();
        return check();
    }

    /// <summary>Managed bytes per call, on the calling thread.</summary>
    public double Allocated(int calls)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < calls; call++) run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }
}
