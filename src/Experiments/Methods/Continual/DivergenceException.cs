namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Learning has left the numbers: a loss or a parameter is NaN or infinite. The message names the strategy, the task and the step, and what may help.</summary>
public sealed class DivergenceException : ArithmeticException
{
    /// <summary>An error without a message.</summary>
    public DivergenceException()
    {
    }

    /// <summary>An error with its one line.</summary>
    public DivergenceException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its one line and its cause.</summary>
    public DivergenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
