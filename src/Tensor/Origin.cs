namespace DeepPuzzles.Tensors;

/// <summary>Where a tracked tensor came from: the op and its inputs. What the op's derivative is, is not known here.</summary>
public abstract class Origin
{
    private readonly Tensor? _first, _second;
    private readonly Tensor[]? _all;        // of three and more

    private protected Origin(Tensor? first, Tensor? second)
    {
        _first = first;
        _second = second;
        Order = Tracking.NextOrder(Math.Max(OrderOf(first), OrderOf(second)));
    }

    private protected Origin(Tensor[] inputs)
    {
        _all = inputs;
        long last = 0;
        foreach (Tensor input in inputs) last = Math.Max(last, OrderOf(input));
        Order = Tracking.NextOrder(last);
    }

    private static long OrderOf(Tensor? input) => input?.AnyOrigin is { } origin ? origin.Order : 0;

    /// <summary>The tensors that the op was applied to; empty for a leaf, unless it was made of a traced tensor, which is its input then. A new list at each call: a walk over a graph uses
    /// <see cref="InputCount"/> and <see cref="Input"/>.</summary>
    public IReadOnlyList<Tensor> Inputs => _all ?? (_first is null ? [] : _second is null ? [_first] : [_first, _second]);

    /// <summary>The number of <see cref="Inputs"/>.</summary>
    public int InputCount => _all is not null ? _all.Length : _first is null ? 0 : _second is null ? 1 : 2;

    /// <summary>One of the tensors that the op was applied to.</summary>
    /// <param name="index">From 0 to <see cref="InputCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public Tensor Input(int index) => (_all, index) switch
    {
        (null, 0) when _first is not null => _first,
        (null, 1) when _second is not null => _second,
        (not null, >= 0) when index < _all.Length => _all[index],
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, $"'{OpName}' has {InputCount} inputs"),
    };

    /// <summary>The op struct's type, by which its rule is found; null for a leaf, unless it is an <see cref="Example"/>.</summary>
    public abstract Type? OpType { get; }

    /// <summary>The op's name, for messages and printed graphs.</summary>
    public abstract string OpName { get; }

    /// <summary>Grows with every op that a thread records: inputs always have a smaller number than what was made of them. Ops of two threads may
    /// have the same.</summary>
    public long Order { get; }

    /// <summary>The op and the shapes of its inputs.</summary>
    public override string ToString() => InputCount == 0 ? OpName : $"{OpName} of {string.Join(", ", Inputs.Select(input => input.Shape))}";
}

/// <summary>The origin of a result of an op.</summary>
/// <typeparam name="TOp">The op struct.</typeparam>
public sealed class Origin<TOp> : Origin
    where TOp : struct
{
    private static string? s_name;

    internal Origin(TOp op, string name, Tensor first, Tensor? second)
        : base(first, second)
    {
        Op = op;
        s_name ??= name;
    }

    internal Origin(TOp op, string name, Tensor[] inputs)
        : base(inputs)
    {
        Op = op;
        s_name ??= name;
    }

    /// <summary>The op with its parameters.</summary>
    public TOp Op { get; }

    /// <inheritdoc/>
    public override Type OpType => typeof(TOp);

    /// <inheritdoc/>
    public override string OpName => s_name!;
}

/// <summary>The origin of a tensor that gradients are asked for: a parameter, or a tensor marked with <see cref="Tensor.Track"/>.</summary>
public sealed class LeafOrigin : Origin
{
    internal LeafOrigin(string name, Tensor? traced = null, Type? op = null)
        : base(traced, null) => (OpName, OpType) = (name, op);

    /// <inheritdoc/>
    public override Type? OpType { get; }

    /// <inheritdoc/>
    public override string OpName { get; }
}

/// <summary>What a constant keeps instead of an origin when it was made of something tracked: the op at which the gradients ended. It holds no
/// tensor, so that nothing lives longer for it, and there is one for all results of a function.</summary>
internal sealed class Ending<TOp> : Origin
    where TOp : struct
{
    // One op may answer for several functions, as less does for greater. Never changed in place, so that threads read it without a lock.
    private static Ending<TOp>[] s_byName = [];

    private Ending(string name)
        : base(null, null) => OpName = name;

    public override Type OpType => typeof(TOp);

    public override string OpName { get; }

    internal static Ending<TOp> Of(string name)
    {
        foreach (Ending<TOp> known in s_byName)
        {
            if (known.OpName == name) return known;
        }
        var made = new Ending<TOp>(name);
        s_byName = [.. s_byName, made];     // of two threads' one may be lost: then it is made again
        return made;
    }
}

/// <summary>Whether ops record where their results come from: on this thread, until the scope ends.</summary>
public static class Tracking
{
    [ThreadStatic]
    private static int t_pauses;

    // Counted by thread: a counter for all would make them wait for one another, and each for its own writes.
    [ThreadStatic]
    private static long t_order;

    /// <summary>A number that this thread has not given and that is above those of the inputs, which other threads may have made.</summary>
    internal static long NextOrder(long last) => t_order = Math.Max(t_order, last) + 1;

    /// <summary>The last <see cref="Origin.Order"/> that this thread gave: what it records from now on has a larger one.</summary>
    public static long LastOrder => t_order;

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
