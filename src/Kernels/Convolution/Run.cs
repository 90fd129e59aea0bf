namespace DeepPuzzles.Kernels;

/// <summary>Neighbouring outputs of one row.</summary>
/// <param name="From">Where tap (0, 0, 0) of the first one stands in the frame.</param>
/// <param name="To">The number of the first one among those that were cut.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct Run(int From, int To, int Length);
