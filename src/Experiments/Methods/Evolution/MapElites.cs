using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>MAP-Elites (Mouret and Clune 2015): an evolution that looks for the best candidate of every kind at once. Parents are drawn evenly from the
/// occupied cells of an archive, children are offered to all cells.</summary>
/// <remarks>With one cell for each class of a classifier and the class's probability as the fitness it is the search for fooling images of Nguyen et al.
/// 2015; with a fitness that is NaN in all cells but the one of the candidate's own features it is the usual form.</remarks>
/// <typeparam name="T">A candidate's genome.</typeparam>
/// <example><code>
/// var search = new MapElites&lt;float[]&gt;(new PixelEncoding(784), cells: 10, images =&gt; LogOdds(net, images), new RandomStream(1, "evolution"));
/// search.Run(generations: 300);
/// float[] image = search.Archive[3]!.Candidate.Genome;       // what the net is surest to be a 3
/// </code></example>
public sealed class MapElites<T>
{
    /// <summary>As many as Nguyen et al. draw at first, and breed in each generation.</summary>
    public const int UsualPopulation = 200;

    private readonly IEncoding<T> _encoding;
    private readonly Func<IReadOnlyList<T>, double[][]> _fitness;
    private readonly RandomStream _random;

    /// <summary>Draws the first generation and offers it to an empty archive.</summary>
    /// <param name="encoding">How genomes are drawn, crossed and mutated.</param>
    /// <param name="cells">How many cells the archive has.</param>
    /// <param name="fitness">For each of some genomes a row with its fitness in each cell; NaN where it has no place.</param>
    /// <param name="random">Where all draws come from.</param>
    /// <param name="population">How many are drawn at first, and bred in each generation.</param>
    /// <exception cref="TensorException">There is no cell or no candidate; the fitness does not fit the genomes or the cells.</exception>
    public MapElites(IEncoding<T> encoding, int cells, Func<IReadOnlyList<T>, double[][]> fitness, RandomStream random, int population = UsualPopulation)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(fitness);
        ArgumentNullException.ThrowIfNull(random);
        if (population < 1) throw new TensorException($"MAP-Elites: a population of {population}; it takes at least 1");
        (_encoding, _fitness, _random) = (encoding, fitness, random);
        Archive = new EliteArchive<T>(cells);
        Population = [.. Enumerable.Range(0, population).Select(_ => new Candidate<T>(encoding.Draw(random), 0, null))];
        Offer();
    }

    /// <summary>The elites.</summary>
    public EliteArchive<T> Archive { get; }

    /// <summary>The candidates of the last generation, whether they took a cell or not.</summary>
    public IReadOnlyList<Candidate<T>> Population { get; private set; }

    /// <summary>How many generations there were after the first draw.</summary>
    public int Generation { get; private set; }

    /// <summary>Breeds so many generations.</summary>
    /// <param name="generations">How many.</param>
    public void Run(int generations)
    {
        for (int i = 0; i < generations; i++) Step();
    }

    /// <summary>Breeds one generation: pairs of parents drawn evenly from the occupied cells are crossed, each child is mutated, and all are offered to
    /// all cells. Where no cell is occupied the generation is drawn anew.</summary>
    public void Step()
    {
        Generation++;
        IReadOnlyList<Elite<T>> elites = Archive.Elites;
        var children = new List<Candidate<T>>(Population.Count + 1);
        while (children.Count < Population.Count)
        {
            if (elites.Count == 0)
            {
                children.Add(new Candidate<T>(_encoding.Draw(_random), Generation, null));
                continue;
            }
            double[] place = _random.HostUniform(2);
            Candidate<T> first = elites[(int)(place[0] * elites.Count)].Candidate, second = elites[(int)(place[1] * elites.Count)].Candidate;
            (T one, T other) = _encoding.Cross(first.Genome, second.Genome, _random);
            children.Add(new Candidate<T>(_encoding.Mutate(one, _random), Generation, first));
            children.Add(new Candidate<T>(_encoding.Mutate(other, _random), Generation, second));
        }
        Population = [.. children.Take(Population.Count)];
        Offer();
    }

    private void Offer()
    {
        double[][] fitness = _fitness([.. Population.Select(candidate => candidate.Genome)]);
        if (fitness.Length != Population.Count) throw new TensorException($"MAP-Elites: {fitness.Length} rows of fitness for {Population.Count} candidates; there must be one for each");
        for (int i = 0; i < fitness.Length; i++) Archive.Offer(Population[i], fitness[i]);
    }
}
