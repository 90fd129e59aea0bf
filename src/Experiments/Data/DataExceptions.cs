using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Data;

/// <summary>A file, folder or data set that is not there or cannot be read: exit code 4.</summary>
public sealed class DataMissingException(string message, Exception? cause = null) : UserException(message, 4, cause);

/// <summary>A download that did not end well; what arrived is kept where it can be resumed: exit code 4.</summary>
public sealed class DownloadException(string message, Exception? cause = null) : UserException(message, 4, cause);
