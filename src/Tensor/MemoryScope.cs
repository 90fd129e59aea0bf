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
public sealed class MemoryScope : IDisposable
{
    [ThreadStatic]
    private static MemoryScope? t_current;

    [ThreadStatic]
    private static Stack<MemoryScope>? t_spare;

    private readonly List<Buffer> _buffers = [];
    private MemoryScope? _parent;
    private bool _open;

    private MemoryScope()
    {
    }

    /// <summary>Opens a scope on this thread. Dispose it on the same thread, inner ones first.</summary>
    public static MemoryScope Open()
    {
        MemoryScope scope = t_spare is { Count: > 0 } ? t_spare.Pop() : new MemoryScope();
        scope._parent = t_current;
        scope._open = true;
        t_current = scope;
        return scope;
    }

    /// <summary>The tensor outlives this scope: its memory now belongs to the enclosing scope, or to the garbage collector where there is
    /// none.</summary>
    public Tensor Keep(Tensor tensor)
    {
        int place = _buffers.LastIndexOf(tensor.Buffer);
        if (place >= 0)
        {
            _buffers[place] = _buffers[^1];
            _buffers.RemoveAt(_buffers.Count - 1);
            _parent?._buffers.Add(tensor.Buffer);
        }
        return tensor;
    }

    /// <summary>Gives back what was not kept.</summary>
    public void Dispose()
    {
        if (!_open) return;
        if (t_current != this) throw new TensorException("memory scope: an inner scope is still open, or this is another thread; dispose scopes in reverse order of opening");
        foreach (Buffer buffer in _buffers) buffer.Device.Release(buffer);
        _buffers.Clear();
        _open = false;
        t_current = _parent;
        _parent = null;
        (t_spare ??= []).Push(this);
    }

    internal static Buffer Acquire(Device device, long bytes)
    {
        Buffer buffer = device.Acquire(bytes);
        t_current?._buffers.Add(buffer);
        return buffer;
    }
}
