using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>The L2 windows of the Square attack, as it shows them to a classifier that is never misled: far from the walls of the box.</summary>
public class SquareWindowTests
{
    // 17 = 5 tiles of 3, and one pixel left over on each side.
    private const int Channels = 3, Side = 17, Tile = 3, Tiles = 5, Margin = 1;
    private const double Epsilon = 0.1;

    [Fact]
    public void The_first_perturbation_is_tiled_from_the_middle_with_patterns_whose_halves_weigh_the_same()
    {
        double[] first = Shown(0.8, 2)[1];
        int inside = 0;
        for (int c = 0; c < Channels; c++)
        {
            for (int top = Margin; top + Tile <= Side; top += Tile)
            {
                for (int left = Margin; left + Tile <= Side; left += Tile)
                {
                    double[] tile = Window(first, c, top, left), other = Window(first, 0, top, left);
                    double share = Epsilon * Epsilon / (Channels * Tiles * Tiles);
                    Assert.Equal(share / 2, tile.Where(r => r > 0).Sum(r => r * r), 1e-12);
                    Assert.Equal(share / 2, tile.Where(r => r < 0).Sum(r => r * r), 1e-12);
                    // Channels differ in the sign alone.
                    Assert.All(tile.Zip(other), pair => Assert.Equal(Math.Abs(pair.First), Math.Abs(pair.Second), 1e-12));
                    inside += tile.Count(r => r != 0);
                }
            }
        }
        Assert.Equal(Channels * Tiles * Tiles * Tile * Tile, inside);
        Assert.Equal(inside, first.Count(r => r != 0));     // the border is free
    }

    // Sides of 4 pixels become 5, smaller ones 3: a window changes, another one is emptied.
    [Theory]
    [InlineData(0.0001, 3)]
    [InlineData(4 * 9.0 / (Side * Side), 3)]
    [InlineData(4 * 16.0 / (Side * Side), 5)]
    public void Windows_have_odd_sides_of_at_least_3(double share, int side)
    {
        // After 50 of 10,000 queries, which here are one of 200, the share is a quarter of the first.
        double[][] shown = [.. Shown(share, 200)[1..4]];
        foreach (double[] next in shown[1..])
        {
            int[] changed = [.. Enumerable.Range(0, Side * Side).Where(i => Math.Abs(next[i] - shown[0][i]) > 1e-12)], filled = [.. changed.Where(i => next[i] != 0)];
            (int rows, int columns) = (Extent(filled.Select(i => i / Side)), Extent(filled.Select(i => i % Side)));
            Assert.Equal((side, side, side * side), (rows, columns, filled.Length));
            Assert.InRange(changed.Length, filled.Length, 2 * filled.Length);
        }

        static int Extent(IEnumerable<int> places) => places.Max() - places.Min() + 1;
    }

    private static double[] Window(double[] r, int channel, int top, int left) =>
        [.. Enumerable.Range(0, Tile * Tile).Select(i => r[(channel * Side + top + i / Tile) * Side + left + i % Tile])];

    // The perturbations it asks about, the first of them none.
    private static List<double[]> Shown(double share, int queries)
    {
        var shown = new List<double[]>();
        Tensor image = Tensor.Full([1, Channels, Side, Side], 0.5, DType.Float64);
        _ = new SquareAttack { Epsilon = Epsilon, Norm = AttackNorm.L2, MaxQueries = queries, FirstShare = share }.Run(
            x =>
            {
                shown.Add([.. x.ToArray<double>().Select(pixel => pixel - 0.5)]);
                return Tensor.From(new double[,] { { 1, 0 } });
            },
            image,
            [AttackGoal.Leave(0)],
            new RandomStream(1, "attack"));
        return shown;
    }
}
