using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>The map of MAP-Elites (Mouret and Clune 2015): cells, each of which keeps the fittest candidate that was ever offered to it. The fitness
/// in a cell never falls.</summary>
/// <typeparam name="T">A candidate's genome.</typeparam>
public sealed class EliteArchive<T>
{
    private readonly Elite<T>?[] _cells;

    /// <summary>An empty archive.</summary>
    /// <param name="cells">How many cells; a grid of several features is numbered through.</param>
    /// <exception cref="TensorException">There is no cell.</exception>
    public EliteArchive(int cells) =>
        _cells = new Elite<T>?[cells >= 1 ? cells : throw new TensorException($"archive: {cells} cells; there is at least 1")];

    /// <summary>How many cells there are, empty ones among them.</summary>
    public int CellCount => _cells.Length;

    /// <summary>The elites, in the order of their cells.</summary>
    public IReadOnlyList<Elite<T>> Elites => [.. _cells.OfType<Elite<T>>()];

    /// <summary>The elite of a cell; null while the cell is empty.</summary>
    /// <param name="cell">From 0.</param>
    /// <exception cref="TensorException">There is no such cell.</exception>
    public Elite<T>? this[int cell] => _cells[Checked(cell)];

    /// <summary>Offers a candidate to one cell. It takes the cell if it is fitter than who holds it; among equals the first stays.</summary>
    /// <param name="candidate">Who.</param>
    /// <param name="cell">From 0.</param>
    /// <param name="fitness">More is better; NaN, no fitness, is never taken.</param>
    /// <returns>Whether the candidate holds the cell now.</returns>
    /// <exception cref="TensorException">There is no such cell.</exception>
    public bool Offer(Candidate<T> candidate, int cell, double fitness)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (double.IsNaN(fitness) || _cells[Checked(cell)] is { } holder && !(fitness > holder.Fitness)) return false;
        _cells[cell] = new Elite<T>(cell, candidate, fitness);
        return true;
    }

    /// <summary>Offers a candidate to every cell; it may take several.</summary>
    /// <param name="candidate">Who.</param>
    /// <param name="fitness">Its fitness in each cell; NaN where it has no place.</param>
    /// <returns>How many cells it took.</returns>
    /// <exception cref="TensorException">There are not as many numbers as cells.</exception>
    public int Offer(Candidate<T> candidate, ReadOnlySpan<double> fitness)
    {
        if (fitness.Length != CellCount) throw new TensorException($"archive: {fitness.Length} numbers for {CellCount} cells; a candidate has a fitness, or NaN, in each");
        int taken = 0;
        for (int cell = 0; cell < fitness.Length; cell++) taken += Offer(candidate, cell, fitness[cell]) ? 1 : 0;
        return taken;
    }

    private int Checked(int cell) =>
        cell >= 0 && cell < CellCount ? cell : throw new TensorException($"archive: cell {cell} of {CellCount}; they are numbered from 0");
}
