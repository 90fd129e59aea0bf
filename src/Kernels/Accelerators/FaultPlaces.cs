namespace DeepPuzzles.Kernels;

/// <summary>Each thread writes down at a place of its own what its kernels find wrong. The place of one that has ended goes to another; only where more
/// threads than places live at once do two share one.</summary>
internal static class FaultPlaces
{
    /// <summary>As many as a word has bits.</summary>
    internal const int Count = 64;

    private static readonly Lock s_lock = new();
    private static readonly Thread?[] s_threads = new Thread?[Count];
    private static int s_next;

    [ThreadStatic]
    private static int t_afterMine;

    internal static int Mine => t_afterMine > 0 ? t_afterMine - 1 : Assign();

    internal static ulong Bit(int place) => 1UL << place;

    private static int Assign()
    {
        lock (s_lock)
        {
            int place = Array.FindIndex(s_threads, thread => thread is not { IsAlive: true });
            if (place < 0) place = s_next++ % Count;
            s_threads[place] = Thread.CurrentThread;
            t_afterMine = place + 1;
            return place;
        }
    }
}
