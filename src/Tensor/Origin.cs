namespace DeepPuzzles.Tensors;

/// <summary>Where a tracked tensor came from: the op and its inputs. What the op's derivative is, is not known here.</summary>
public abstract class Origin
{
    private static long s_next;

    private protected Origin(Tensor[] inputs)
    {
        Inputs = inputs;
        Order = Interlocked.Increment(ref s_next);
    }

    /// <summary>The tensors that the op was applied to; empty for a leaf.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The op struct's type, by which its rule is found; null for a leaf.</summary>
    public abstract Type? OpType { get; }

    /// <summary>The op's name, for messages and printed graphs.</summary>
    public abstract string OpName { get; }

    /// <summary>Grows with every recorded op: inputs always have a smaller number than what was made of them.</summary>
    public long Order { get; }
}

/// <summary>The origin of a result of an op.</summary>
/// <typeparam name="TOp">The op struct.</typeparam>
public sealed class Origin<TOp> : Origin
    where TOp : struct
{
    internal Origin(TOp op, string name, Tensor[] inputs)
        : base(inputs)
    {
        Op = op;
        OpName = name;
    }

    /// <summary>The op with its parameters.</summary>
    public TOp Op { get; }

    /// <inheritdoc/>
    public override Type OpType => typeof(TOp);

    /// <inheritdoc/>
    public override string OpName { get; }
}

/// <summary>The origin of a tensor that gradients are asked for: a parameter, or a tensor marked with <see cref="Tensor.Track"/>.</summary>
public sealed class LeafOrigin : Origin
{
    internal LeafOrigin(string name)
        : base([]) => OpName = name;

    /// <inheritdoc/>
    public override Type? OpType => null;

    /// <inheritdoc/>
    public override string OpName { get; }
}

/// <summary>Whether ops record where their results come from: on this thread, until the scope ends.</summary>
public static class Tracking
{
    [ThreadStatic]
    private static int t_pauses;

    /// <summary>True unless a <see cref="Pause"/> is in force.</summary>
    public static bool IsOn => t_pauses == 0;

    /// <summary>No origins are recorded until the result is disposed: for evaluation and parameter updates.</summary>
    public static Scope Pause() => new(1);

    /// <summary>Origins are recorded again, within a pause, until the result is disposed.</summary>
    public static Scope Resume() => new(-t_pauses);

    /// <summary>Puts the former state back when disposed.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly int _change;

        internal Scope(int change)
        {
            _change = change;
            t_pauses += change;
        }

        /// <inheritdoc/>
        public void Dispose() => t_pauses -= _change;
    }
}
