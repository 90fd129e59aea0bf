using DeepPuzzles.Experiments.Methods.Evolution;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Evolution;

public sealed class MapElitesTests
{
    private const int Cells = 8;

    [Fact]
    public void A_cell_holds_the_first_of_the_best_that_were_offered_and_never_gets_worse()
    {
        var archive = new EliteArchive<int>(Cells);
        double[] best = [.. Enumerable.Repeat(double.NaN, Cells)];
        int[] holder = new int[Cells];
        var random = new RandomStream(1, "offers");
        for (int offer = 0; offer < 2000; offer++)
        {
            // Few values, so that there are ties; some are no fitness at all.
            double[] fitness = [.. random.HostUniform(Cells).Select(u => u < 0.1 ? double.NaN : Math.Floor(u * 50 * (1 + offer / 500)))];
            int expected = 0;
            for (int cell = 0; cell < Cells; cell++)
            {
                if (double.IsNaN(fitness[cell]) || fitness[cell] <= best[cell]) continue;
                (best[cell], holder[cell]) = (fitness[cell], offer);
                expected++;
            }
            Assert.Equal(expected, archive.Offer(new Candidate<int>(offer, 0, null), fitness));
        }
        Assert.Equal(best, archive.Elites.Select(elite => elite.Fitness));
        Assert.Equal(holder, archive.Elites.Select(elite => elite.Candidate.Genome));
        Assert.Equal(Enumerable.Range(0, Cells), archive.Elites.Select(elite => elite.Cell));
    }

    [Fact]
    public void A_candidate_has_a_place_in_every_cell_or_in_its_own()
    {
        var archive = new EliteArchive<string>(3);
        Assert.Equal(2, archive.Offer(new Candidate<string>("everywhere", 0, null), [1, 1, double.NaN]));
        Assert.True(archive.Offer(new Candidate<string>("its own", 0, null), 2, double.NegativeInfinity));
        Assert.False(archive.Offer(new Candidate<string>("as good", 0, null), 1, 1));
        Assert.Equal(["everywhere", "everywhere", "its own"], archive.Elites.Select(elite => elite.Candidate.Genome));
        Assert.Throws<TensorException>(() => archive.Offer(new Candidate<string>("too few", 0, null), [1, 1]));
        Assert.Throws<TensorException>(() => archive[3]);
        Assert.Throws<TensorException>(() => new EliteArchive<string>(0));
    }

    // The usual form: the cell is the kind of a candidate, here the tenth in which its number lies; the best is the middle of the tenth.
    [Fact]
    public void The_best_of_every_kind_is_found()
    {
        MapElites<float[]> search = Search(seed: 1, population: 20);
        double worst = double.NegativeInfinity;
        for (int generation = 0; generation < 100; generation++)
        {
            double[] before = [.. Fitness(search)];
            search.Step();
            Assert.All(before.Zip(Fitness(search)), pair => Assert.False(pair.Second < pair.First));
            worst = Fitness(search).Min();
        }
        Assert.Equal(100, search.Generation);
        Assert.Equal(Cells, search.Archive.Elites.Count);
        Assert.InRange(worst, -0.005, 0);
        Assert.All(search.Archive.Elites, elite => Assert.Equal(elite.Cell, (int)(elite.Candidate.Genome[0] * Cells)));
    }

    [Fact]
    public void A_line_leads_back_to_a_candidate_drawn_at_random()
    {
        MapElites<float[]> search = Search(seed: 2, population: 7);
        search.Run(30);
        Assert.Equal(7, search.Population.Count);
        Assert.All(search.Population, candidate => Assert.Equal(30, candidate.Born));
        foreach (Elite<float[]> elite in search.Archive.Elites)
        {
            Candidate<float[]>[] line = [.. elite.Candidate.Lineage()];
            Assert.Equal(0, line[^1].Born);
            Assert.All(line.Zip(line.Skip(1)), pair => Assert.True(pair.First.Born > pair.Second.Born && pair.First.Parent == pair.Second));
        }
    }

    [Fact]
    public void The_same_stream_gives_the_same_evolution()
    {
        MapElites<float[]> one = Search(seed: 3, population: 10), again = Search(seed: 3, population: 10), other = Search(seed: 4, population: 10);
        foreach (MapElites<float[]> search in new[] { one, again, other }) search.Run(20);
        Assert.Equal(Fitness(one), Fitness(again));
        Assert.NotEqual(Fitness(one), Fitness(other));
    }

    [Fact]
    public void While_nobody_has_a_place_all_are_drawn_anew()
    {
        var search = new MapElites<float[]>(new PixelEncoding(1), Cells, genomes => [.. genomes.Select(_ => Enumerable.Repeat(double.NaN, Cells).ToArray())], new RandomStream(1, "nobody"), 5);
        search.Run(2);
        Assert.Empty(search.Archive.Elites);
        Assert.All(search.Population, candidate => Assert.Null(candidate.Parent));
    }

    [Fact]
    public void Fitness_that_fits_nothing_is_an_error()
    {
        Assert.Throws<TensorException>(() => new MapElites<float[]>(new PixelEncoding(1), Cells, _ => [], new RandomStream(1, "x"), 5));
        Assert.Throws<TensorException>(() => new MapElites<float[]>(new PixelEncoding(1), Cells, genomes => [.. genomes.Select(_ => new double[1])], new RandomStream(1, "x"), 5));
        Assert.Throws<TensorException>(() => Search(seed: 1, population: 0));
    }

    private static IEnumerable<double> Fitness(MapElites<float[]> search) =>
        Enumerable.Range(0, Cells).Select(cell => search.Archive[cell]?.Fitness ?? double.NegativeInfinity);

    private static MapElites<float[]> Search(ulong seed, int population) =>
        new(new PixelEncoding(1) { MutationRate = 1 }, Cells, genomes => [.. genomes.Select(Rated)], new RandomStream(seed, "evolution"), population);

    private static double[] Rated(float[] genome)
    {
        int own = Math.Min(Cells - 1, (int)(genome[0] * Cells));
        return [.. Enumerable.Range(0, Cells).Select(cell => cell == own ? -Math.Abs(genome[0] - (own + 0.5) / Cells) : double.NaN)];
    }
}
