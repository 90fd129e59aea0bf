namespace DeepPuzzles.Kernels.Tests;

/// <summary>An index that lies outside belongs to what is computed from it: nobody reads that, and nobody else is told but the thread that asked.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Wrong = 9;
    private static readonly string[] s_mayFault = ["gather", "scatter-add", "rows beside labels"];
    private readonly AcceleratorDevice _device = Accelerator.New();

    public static TheoryData<string, int> Inputs => [.. from verb in VerbRuns.All from input in Enumerable.Range(1, verb.Value.Arrays - 1) select (verb.Key, input)];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_is_computed_from_a_wrong_array_cannot_be_read(string verb, int input)
    {
        (int count, Action<Device, Buffer[]> run) = VerbRuns.All[verb];
        Buffer[] arrays = VerbRuns.Zeros(_device, count), others = VerbRuns.Zeros(_device, count);
        Gather(arrays[input], Wrong);
        Assert.Equal(verb == "factor", Message(() => run(_device, arrays)) is not null);       // which waits
        run(_device, others);
        OnAnotherThread(() =>
        {
            for (int i = 0; i < 2; i++) Assert.Equal(verb != "factor", Message(() => Read(arrays[0])) is not null);
            for (int i = 1; i < count; i++) Assert.Equal(i == input || (verb == "update" && i == 2), Message(() => Read(arrays[i])) is not null);
            // Of what one thread gathers between two readings only the first fault is known, so the rest of it is as doubtful.
            for (int i = 0; i < count; i++) Assert.Equal(i == 0 && s_mayFault.Contains(verb), Message(() => Read(others[i])) is not null);
        });
        _device.Release(arrays);
        // Memory that is used again knows nothing of it.
        foreach (Buffer again in VerbRuns.Zeros(_device, count)) Read(again);
    }

    [Fact]
    public void What_is_left_out_is_nothing_and_not_what_was_there()
    {
        Assert.Equal([0f, float.NaN, 0f, 0f], LeftOut(0f, 7f));
        Assert.Equal([0, 0, 0, 0], LeftOut(0, 7));
        if (Accelerator.HasDouble) Assert.Equal([0, double.NaN, 0, 0], LeftOut(0.0, 7.0));
        Assert.Equal([false, false, false, false], LeftOut(false, true));
        Buffer[] a = VerbRuns.Zeros(_device, 3);
        _device.Fill(Wrong, VerbRuns.Of<int>(a[2], 6, 1));
        VerbRuns.All["rows beside labels"].Run(_device, a);
        Assert.All(Unmarked<float>(a[0], 24), number => Assert.Equal(float.NaN, number));
    }

    [Fact]
    public void A_thread_is_told_of_its_own_and_no_other_while_it_lives()
    {
        Buffer[] arrays = VerbRuns.Zeros(_device, 3);
        using var asked = new ManualResetEventSlim();
        using var read = new ManualResetEventSlim();
        string? told = null, again = "?";
        var thread = new Thread(() =>
        {
            Gather(arrays[1], Wrong);
            asked.Set();
            read.Wait();
            told = Message(() => Read(arrays[0]));
            again = Message(() => Read(arrays[0]));
        });
        thread.Start();
        asked.Wait();
        Gather(arrays[2], 1);           // rightly, in the same time
        for (int i = 0; i < 3; i++) Read(arrays[2]);
        read.Set();
        thread.Join();
        Assert.Equal($"gather: index {Wrong} at position 1 of axis 0: the axis has size 4, so indices go from 0 to 3", told);
        Assert.Null(again);
    }

    [Fact]
    public void The_fault_of_a_thread_that_has_ended_is_told_to_the_next_reader_once()
    {
        Buffer[] arrays = VerbRuns.Zeros(_device, 2);
        OnAnotherThread(() => Gather(arrays[1], Wrong));
        Assert.NotNull(Message(() => Read(arrays[0])));
        Read(arrays[0]);
    }

    [Fact]
    public void Threads_that_live_at_once_have_places_of_their_own()
    {
        using var all = new Barrier(FaultPlaces.Count / 2);
        var places = new int[FaultPlaces.Count / 2];
        // More than once, for those of threads that have ended are given to others.
        for (int round = 0; round < 3; round++)
        {
            Thread[] threads = [.. places.Select((_, i) => new Thread(() =>
            {
                places[i] = FaultPlaces.Mine;
                all.SignalAndWait();
            }))];
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
            Assert.Equal(places.Length, places.Distinct().Count());
        }
    }

    [Fact]
    public void What_is_overwritten_can_be_read()
    {
        Buffer[] a = VerbRuns.Zeros(_device, 2);
        foreach (Action<View<int>> overwrite in new Action<View<int>>[] { y => _device.Fill(1, y), y => _device.Write<int>(new int[y.Layout.Count], y), y => _device.Copy(VerbRuns.Of<int>(a[1], y.Layout.Count), y), y => _device.Convert(VerbRuns.Of<float>(a[1], y.Layout.Count), y) })
        {
            Gather(a[0], Wrong);
            Assert.NotNull(Message(() => Read(a[0])));
            overwrite(VerbRuns.Of<int>(a[0], 2));           // not all of it
            Assert.NotNull(Message(() => Read(a[0])));
            overwrite(VerbRuns.Of<int>(a[0], 4));
            Read(a[0]);
        }
    }

    [Fact]
    public void Threads_at_once_never_read_what_is_wrong_and_never_hear_of_others()
    {
        const int threads = 4, rounds = Accelerator.Rounds;
        Buffer shared = VerbRuns.Zeros(_device, 1)[0];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                Buffer[] a = VerbRuns.Zeros(_device, 3);
                bool isWrong = thread == 0 && round % 3 == 0;
                Gather(a[0], isWrong ? Wrong : 1);
                _device.Zip(default(Add), VerbRuns.Of<int>(a[0], 4), VerbRuns.Of<int>(shared, 4), VerbRuns.Of<int>(a[1], 4));
                Gather(a[2], 2);
                _device.Zip(default(Add), VerbRuns.Of<int>(a[1], 4), VerbRuns.Of<int>(a[2], 4), VerbRuns.Of<int>(a[2], 4));
                _bad += (Message(() => Read(a[2])) is not null) == isWrong ? 0 : 1;
                _device.Release(a);
            }
        }))];
        foreach (Thread each in all) each.Start();
        foreach (Thread each in all) each.Join();
        Assert.Equal(0, _bad);
    }

    private volatile int _bad;

    public void Dispose() => _device.Dispose();

    // y = four of four zeros, of which the second is the one that is named.
    private void Gather(Buffer y, int second)
    {
        Buffer[] a = VerbRuns.Zeros(_device, 2);
        _device.Write<int>([0, second, 2, 3], VerbRuns.Of<int>(a[0], 4));
        _device.Gather(VerbRuns.Of<int>(a[1], 4), VerbRuns.Of<int>(a[0], 4), 0, VerbRuns.Of<int>(y, 4));
        _device.Release(a);
    }

    private T[] LeftOut<T>(T zero, T before)
        where T : unmanaged
    {
        Buffer[] a = VerbRuns.Zeros(_device, 3);
        _device.Write<int>([0, Wrong, 2, 3], VerbRuns.Of<int>(a[1], 4));
        _device.Fill(zero, VerbRuns.Of<T>(a[2], 4));
        _device.Fill(before, VerbRuns.Of<T>(a[0], 4));
        _device.Gather(VerbRuns.Of<T>(a[2], 4), VerbRuns.Of<int>(a[1], 4), 0, VerbRuns.Of<T>(a[0], 4));
        return Unmarked<T>(a[0], 4);
    }

    // As nobody may: without its mark.
    private T[] Unmarked<T>(Buffer y, int count)
        where T : unmanaged
    {
        Assert.NotNull(Message(() => Read(y)));
        ((AcceleratorBuffer)y).Mark = default;
        var values = new T[count];
        _device.Read(VerbRuns.Of<T>(y, count), values);
        return values;
    }

    private void Read(Buffer buffer) => _device.Read(VerbRuns.Of<int>(buffer, 4), new int[4]);

    private static string? Message(Action reading)
    {
        try
        {
            reading();
            return null;
        }
        catch (ArgumentOutOfRangeException fault)
        {
            return fault.Message;
        }
    }

    private static void OnAnotherThread(Action body)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(body));
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException("on another thread", failure);
    }
}
