namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A result folder or one of its files that is missing, broken or does not fit the others: exit code 4.</summary>
public sealed class ResultException(string message, Exception? cause = null) : UserException(message, 4, cause);
