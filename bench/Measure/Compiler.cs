namespace DeepPuzzles.Bench.Measure;

/// <summary>The runtime compiles a method quickly at first, and well once it has been called 30 times: in the background, a tenth of a second after
/// it has last met a new method; and again with what it has then seen. Nothing is worth timing before.</summary>
internal static class Compiler
{
    private const int Passes = 6, Calls = 40;
    private const double LongestSeconds = 0.02;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls everything often enough, and waits until its code is the final one.</summary>
    public static void WarmUp(IReadOnlyList<Local> contenders)
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            foreach (Local contender in contenders)
            {
                double seconds = 0;
                for (int call = 0; call < Calls && seconds < LongestSeconds; call++) seconds += contender.Time(1);
            }
            Thread.Sleep(s_pause);
        }
    }
}
