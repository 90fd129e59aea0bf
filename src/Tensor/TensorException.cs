namespace DeepPuzzles.Tensors;

/// <summary>An operation that cannot be done: the message names the op, the shapes, the axis and the way out.</summary>
public sealed class TensorException : InvalidOperationException
{
    /// <summary>An error without a message.</summary>
    public TensorException()
    {
    }

    /// <summary>An error with its one line.</summary>
    public TensorException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its one line and its cause.</summary>
    public TensorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
