namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>A candidate of an evolution, and whom it comes from.</summary>
/// <typeparam name="T">Its genome.</typeparam>
/// <param name="Genome">What it is.</param>
/// <param name="Born">In which generation; those drawn at random are of generation 0.</param>
/// <param name="Parent">The parent whose copy it began as; null for those drawn at random.</param>
public sealed record Candidate<T>(T Genome, int Born, Candidate<T>? Parent)
{
    /// <summary>The candidate and its forebears, the youngest first.</summary>
    public IEnumerable<Candidate<T>> Lineage()
    {
        for (Candidate<T>? one = this; one is not null; one = one.Parent) yield return one;
    }

    /// <summary>The genome and when it was born, without its forebears, which may be many.</summary>
    public override string ToString() => FormattableString.Invariant($"{Genome}, born in generation {Born}");
}

/// <summary>The best that an archive knows for one of its cells.</summary>
/// <typeparam name="T">The genome.</typeparam>
/// <param name="Cell">Its cell, from 0.</param>
/// <param name="Candidate">Who holds it.</param>
/// <param name="Fitness">How well.</param>
public sealed record Elite<T>(int Cell, Candidate<T> Candidate, double Fitness);
