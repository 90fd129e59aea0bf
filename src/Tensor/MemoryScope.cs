using System.Globalization;
using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Tensors;

/// <summary>Gives back the memory of every tensor made on this thread while it is open, except those kept: one scope per training step, and no
/// <c>using</c> on temporaries. Scopes nest; what is kept belongs to the enclosing one. A tensor used after its scope ended is an error,
/// never a wrong number.</summary>
/// <example><code>
/// using (var step = MemoryScope.Open())
/// {
///     Tensor loss = …;
///     kept = step.Keep(loss);
/// }
/// </code></example>
public readonly struct MemoryScope : IDisposable, IEquatable<MemoryScope>
{
    [ThreadStatic]
    private static Frame? t_current;

    [ThreadStatic]
    private static Frame? t_spare;

    [ThreadStatic]
    private static int t_deferrals;

    private readonly Frame _frame;
    private readonly int _opening;

    /// <summary>No scope: only <see cref="Open"/> opens one.</summary>
    [Obsolete("new MemoryScope() opens no scope; use MemoryScope.Open()", error: true)]
    public MemoryScope() => (_frame, _opening) = (null!, 0);

    private MemoryScope(Frame frame) => (_frame, _opening) = (frame, frame.Openings);

    private bool IsOpen => _frame is { IsOpen: true } && _frame.Openings == _opening;

    /// <summary>Opens a scope on this thread. Dispose it on the same thread, inner ones first.</summary>
    public static MemoryScope Open()
    {
        Frame frame = t_spare ?? new Frame();
        t_spare = frame.Parent;
        frame.Parent = t_current;
        frame.IsOpen = true;
        frame.Openings++;
        t_current = frame;
        return new MemoryScope(frame);
    }

    /// <summary>The tensor outlives this scope, and those inside it: its memory now belongs to the enclosing scope, or to the garbage collector
    /// where there is none.</summary>
    /// <exception cref="TensorException">The scope has ended, or is open on another thread.</exception>
    public Tensor Keep(Tensor tensor)
    {
        if (!IsOpen) throw new TensorException($"keep: the memory scope of {tensor.Shape} has ended; keep a tensor before that");
        for (Frame? frame = t_current; ; frame = frame.Parent)
        {
            if (frame is null) throw new TensorException($"keep: the memory scope of {tensor.Shape} is open on another thread; keep a tensor on the thread that opened it");
            if (frame.Buffers.Remove(tensor.Buffer))
            {
                _frame.Parent?.Buffers.Add(tensor.Buffer);
                return tensor;
            }
            if (frame == _frame) return tensor;
        }
    }

    internal OrderedDictionary<string, Tensor> KeepAll(OrderedDictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values) _ = Keep(tensor);
        return tensors;
    }

    /// <summary>Gives back what was not kept. A second time does nothing.</summary>
    public void Dispose()
    {
        if (!IsOpen) return;
        if (t_current != _frame) throw new TensorException("memory scope: an inner scope is still open, or this is another thread; dispose scopes in reverse order of opening");
        if (t_deferrals == 0) _frame.Buffers.Release();
        else if (_frame.Parent is { } parent) parent.Buffers.TakeAll(_frame.Buffers);
        else _frame.Buffers.Clear();
        _frame.IsOpen = false;
        t_current = _frame.Parent;
        _frame.Parent = t_spare;
        t_spare = _frame;
    }

    /// <summary>Scopes that end on this thread give nothing back until the result is disposed; the enclosing scope does it for them. For who runs a
    /// function to go on with what it made, its temporaries included.</summary>
    public static Deferral Defer()
    {
        t_deferrals++;
        return new Deferral(isOn: true);
    }

    /// <summary>Puts the former state back when disposed.</summary>
    public readonly struct Deferral : IDisposable
    {
        private readonly bool _isOn;

        internal Deferral(bool isOn) => _isOn = isOn;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_isOn) t_deferrals--;
        }
    }

    /// <inheritdoc/>
    public bool Equals(MemoryScope other) => _frame == other._frame && _opening == other._opening;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MemoryScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_frame, _opening);

    /// <summary>The same opening of the same scope.</summary>
    public static bool operator ==(MemoryScope left, MemoryScope right) => left.Equals(right);

    /// <summary>Another scope, or another opening.</summary>
    public static bool operator !=(MemoryScope left, MemoryScope right) => !left.Equals(right);

    internal static Buffer Acquire(Device device, long bytes)
    {
        Buffer buffer = device.Acquire(bytes);
        t_current?.Buffers.Add(buffer);
        return buffer;
    }

    // Who holds the memory that is missing.
    private static string? Holders(Device device)
    {
        if (t_current is null) return null;
        var each = new List<string>();
        for (Frame? frame = t_current; frame is not null; frame = frame.Parent) each.Add(frame.Holds(device));
        return $"the open memory scopes of this thread hold, from the innermost: {string.Join(", then ", each)}";
    }

    // Used again for the thread's next scope, so that a training step allocates none; the count of openings tells an old handle from a new. The
    // parent of a spare one is the next spare one.
    private sealed class Frame
    {
        static Frame() => Device.Holders = Holders;         // there is nothing to say before the first scope

        internal BufferList Buffers { get; } = new();

        internal Frame? Parent { get; set; }

        internal bool IsOpen { get; set; }

        internal int Openings { get; set; }

        internal string Holds(Device device)
        {
            (int count, long bytes) = Buffers.On(device);
            return string.Create(CultureInfo.InvariantCulture, $"{count} arrays of {bytes / (double)(1 << 20):0.##} MiB");
        }
    }
}
