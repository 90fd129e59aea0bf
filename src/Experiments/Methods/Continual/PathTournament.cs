using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>The evolution of paths through layers of modules (Fernando et al. 2017): of two paths of a population, drawn at random, the one with the lower score becomes a copy of
/// the other in which each module is, with a probability of one in all places of a path, moved by a whole number from -2 to 2.</summary>
public sealed class PathTournament
{
    private const int LargestShift = 2;

    private readonly int _modules;
    private readonly RandomStream _random;
    private readonly int[][][] _paths;

    /// <summary>A population of random paths.</summary>
    /// <param name="layers">How many layers a path goes through.</param>
    /// <param name="modules">In each layer.</param>
    /// <param name="active">Places of a path in a layer; two may name the same module.</param>
    /// <param name="population">At least 2.</param>
    /// <param name="random">Where paths, pairs and mutations come from.</param>
    /// <exception cref="TensorException">A number below 1, fewer than two paths, or more places than modules.</exception>
    public PathTournament(int layers, int modules, int active, int population, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (layers < 1 || active < 1 || modules < active || population < 2)
            throw new TensorException($"path tournament: {layers} layers of {modules} modules, {active} of them in each of {population} paths; all are at least 1, paths 2, and no more places than modules");
        (_modules, _random) = (modules, random);
        _paths = [.. Enumerable.Range(0, population).Select(_ => Enumerable.Range(0, layers).Select(_ => random.Permutation(modules)[..active]).ToArray())];
        Winner = _paths[0];
    }

    /// <summary>The winner of the last generation: for each layer the modules that it goes through.</summary>
    public IReadOnlyList<int[]> Winner { get; private set; }

    /// <summary>All paths.</summary>
    public IReadOnlyList<IReadOnlyList<int[]>> Paths => _paths;

    /// <summary>One tournament.</summary>
    /// <param name="score">Trains and judges a path: the higher the better; of equals the first wins. Called twice.</param>
    public void Generation(Func<IReadOnlyList<int[]>, double> score)
    {
        ArgumentNullException.ThrowIfNull(score);
        int[] pair = _random.Permutation(_paths.Length);
        (int first, int second) = (pair[0], pair[1]);
        double one = score(_paths[first]), other = score(_paths[second]);
        (int winner, int loser) = other > one ? (second, first) : (first, second);
        Winner = _paths[winner];
        _paths[loser] = Array.ConvertAll(_paths[winner], layer => Array.ConvertAll(layer, Mutated));
    }

    private int Mutated(int module) => _random.Next(Places) > 0 ? module : (module + _random.Next(2 * LargestShift + 1) - LargestShift + _modules * LargestShift) % _modules;

    private int Places => _paths[0].Sum(layer => layer.Length);
}
