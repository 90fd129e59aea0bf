using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>How candidates of an evolution are written down, and so how they are drawn, crossed and mutated.</summary>
/// <typeparam name="T">A candidate's genome. It is never changed once made.</typeparam>
public interface IEncoding<T>
{
    /// <summary>A genome at random.</summary>
    /// <param name="random">Where the draws come from.</param>
    T Draw(RandomStream random);

    /// <summary>Two children of two parents; possibly the parents themselves.</summary>
    /// <param name="first">One parent.</param>
    /// <param name="second">The other.</param>
    /// <param name="random">Where the draws come from.</param>
    (T First, T Second) Cross(T first, T second, RandomStream random);

    /// <summary>A genome like this one.</summary>
    /// <param name="genome">What is changed in a copy.</param>
    /// <param name="random">Where the draws come from.</param>
    T Mutate(T genome, RandomStream random);
}
