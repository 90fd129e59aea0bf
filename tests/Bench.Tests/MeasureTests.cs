using DeepPuzzles.Bench.Measure;

namespace DeepPuzzles.Bench.Tests;

public sealed class MeasureTests
{
    [Fact]
    public void The_median_is_the_middle_in_any_order()
    {
        Assert.Equal(new Spread(3, 1, 9), Spread.Of([9, 1, 3]));
        Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 3, 2]));
        Assert.Equal(new Spread(4, 4, 4), Spread.Of([4]));
        Assert.Throws<ArgumentException>(() => Spread.Of([]));
    }

    [Fact]
    public void In_a_geometric_mean_twice_and_half_cancel()
    {
        Assert.Equal(1, Spread.GeometricMean([2, 0.5, 3, 1 / 3.0]), 12);
        Assert.Equal(6, Spread.GeometricMean([4, 9]), 12);
    }

    [Fact]
    public void Contenders_take_turns_and_each_round_begins_with_another()
    {
        List<string> order = [];
        Scripted[] contenders = [new("a", order, 1), new("b", order, 2), new("c", order, 4)];
        double[][] seconds = Alternation.Run(contenders, new Timing(Rounds: 3, Slot: 8, WarmUp: 8, Rest: 0), rest: false);
        Assert.Equal([1, 1, 1], seconds[0]);
        Assert.Equal([2, 2, 2], seconds[1]);
        Assert.Equal([4, 4, 4], seconds[2]);
        // The rounds are the last nine turns; as many calls as fill a slot of 8 seconds.
        Assert.Equal(["a8", "b4", "c2", "b4", "c2", "a8", "c2", "a8", "b4"], order.TakeLast(9));
    }

    [Fact]
    public void Work_longer_than_a_slot_is_done_once() =>
        Assert.Equal(1, Alternation.WarmUp(new Scripted("slow", [], 100), new Timing(Rounds: 1, Slot: 1, WarmUp: 1, Rest: 0)));

    [Fact]
    public void Numbers_repeat_as_the_scripts_of_the_peers_expect()
    {
        double[] array = new double[5000];
        Values.Fill(array.AsSpan(), seed: 3, scale: 2, shift: 1);
        Assert.All(Enumerable.Range(0, array.Length), i => Assert.Equal(Values.At(i, 3) * 2 + 1, array[i]));
        Assert.All(array, value => Assert.InRange(value, 0, 2));
        Assert.True(array.Distinct().Count() > 1000);
    }

    [Fact]
    public void Arrays_of_peers_begin_at_64_bytes_and_hold_what_was_asked()
    {
        foreach (int length in new[] { 1, 7, 1000 })
        {
            var array = new Aligned<float>(length);
            array.Span.Fill(1);
            unsafe
            {
                Assert.Equal(0, (nint)array.Pointer % 64);
                Assert.Equal(1, array.Pointer[length - 1]);
            }
            Assert.Equal(length, array.Span.Length);
        }
    }

    [Fact]
    public void A_roof_is_the_slower_of_arithmetic_and_memory()
    {
        var roof = new Roof(Threads: 2, Peak32: 100, Peak64: 50, Bandwidths: [40, 20, 10]);
        double far = 2.0 * Machine.Caches[1] + 2;
        Assert.Equal(10, roof.Seconds(flops: 1000, bytes: 0));
        Assert.Equal(20, roof.Seconds(flops: 1000, bytes: 0, isDouble: true));
        Assert.Equal(far / 10, roof.Seconds(flops: 1, bytes: far));
        Assert.Equal(2.0 * Machine.Caches[0] / 40, roof.Seconds(flops: 0, bytes: 2.0 * Machine.Caches[0]));
    }

    [Fact]
    public void Everybody_in_a_team_works_once()
    {
        int[] times = new int[3];
        Team.Time(3, number => Interlocked.Increment(ref times[number]));
        Assert.Equal([1, 1, 1], times);
    }

    [Fact]
    public void A_table_says_the_same_as_text_and_as_markdown()
    {
        var table = new Table("name", ">number");
        table.Add("a", "1");
        table.Add("long", "100");
        Assert.Equal(["name  number", "a          1", "long     100"], table.ToText().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("| name | number |\n| --- | ---: |\n| a | 1 |\n| long | 100 |\n", table.ToMarkdown());
        Assert.Throws<ArgumentException>(() => table.Add("only one"));
    }

    /// <summary>Time that passes as it is told to.</summary>
    private sealed class Scripted(string name, List<string> order, double secondsPerCall) : Contender(name)
    {
        public override double Time(int calls)
        {
            order.Add($"{Name}{calls}");
            return calls * secondsPerCall;
        }
    }
}
