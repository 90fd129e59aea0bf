using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>What was recorded is repeated bit for bit, whatever is recorded and repeated inside it.</summary>
public sealed class DrawsTests
{
    private const int Programs = 60, Streams = 3, MostSteps = 6, Depth = 3;

    [Fact]
    public void Random_programs_of_draws_recordings_and_repetitions_give_the_same_numbers_again()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            RandomStream[] streams = [.. Enumerable.Range(0, Streams).Select(i => new RandomStream((ulong)seed, $"stream {i}"))];
            var earlier = new RandomStream.Draws();
            double[] then;
            using (earlier.Record()) then = Of(seed, streams, null, []);

            var draws = new RandomStream.Draws();
            double[] first, second;
            using (draws.Record()) first = Of(seed + Programs, streams, earlier, then);
            ulong[] positions = [.. streams.Select(stream => stream.Position)];
            using (draws.Repeat()) second = Of(seed + Programs, streams, earlier, then);
            Assert.Equal(first, second);
            Assert.Equal(positions, streams.Select(stream => stream.Position));
        }
    }

    // The numbers that a program draws. What it repeats is the same as when it was recorded, and stands among them too.
    private static double[] Of(int seed, RandomStream[] streams, RandomStream.Draws? earlier, double[] then)
    {
        var choices = new RandomStream((ulong)seed, "program");
        var numbers = new List<double>();
        Run(Depth);
        return [.. numbers];

        void Run(int depth)
        {
            for (int steps = 1 + choices.Next(MostSteps); steps > 0; steps--)
            {
                int kind = choices.Next(4);
                if (kind == 0 && earlier is not null)
                {
                    using RandomStream.Draws.Scope scope = earlier.Repeat();
                    Assert.Equal(then, Of(seed - Programs, streams, null, []));
                }
                else if (kind == 1 && depth > 0)
                {
                    var inner = new RandomStream.Draws();
                    int start = numbers.Count;
                    using (inner.Record()) Run(depth - 1);
                    double[] recorded = [.. numbers[start..]];
                    using (inner.Repeat()) Run(depth - 1);         // the choices are drawn, too, so they are the same
                    Assert.Equal(recorded, numbers[^recorded.Length..]);
                }
                else
                {
                    numbers.Add(streams[choices.Next(Streams)].NextDouble());
                }
            }
        }
    }
}
