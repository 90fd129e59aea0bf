using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

// A kernel is a static method of structs; it is compiled at its first launch. What its launcher takes is the same for all numbers of parameters.
internal sealed partial class Queue
{
    /// <summary>The last parameter of a kernel that may find something wrong: it is told at this thread's next reading.</summary>
    internal FaultSink Faults
    {
        get
        {
            int place = Fault.PlaceOfThread;
            Volatile.Write(ref _mayFault[place], true);
            return new FaultSink(_faults.AsArrayView<int>(0, _faults.Length), place * Fault.Numbers);
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1>(Action<T1> kernel, Groups groups, T1 a)
        where T1 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1>>(kernel)(_stream, Shape(groups), a);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2>(Action<T1, T2> kernel, Groups groups, T1 a, T2 b)
        where T1 : struct
        where T2 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2>>(kernel)(_stream, Shape(groups), a, b);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3>(Action<T1, T2, T3> kernel, Groups groups, T1 a, T2 b, T3 c)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(kernel)(_stream, Shape(groups), a, b, c);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4>(Action<T1, T2, T3, T4> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(kernel)(_stream, Shape(groups), a, b, c, d);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(kernel)(_stream, Shape(groups), a, b, c, d, e);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g, h);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g, h, i);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g, h, i, j);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g, h, i, j, k);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel, Groups groups, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k, T12 l)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
        where T10 : struct
        where T11 : struct
        where T12 : struct
    {
        lock (_lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>>(kernel)(_stream, Shape(groups), a, b, c, d, e, f, g, h, i, j, k, l);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    private TLauncher Launcher<TLauncher>(Delegate kernel)
        where TLauncher : Delegate
    {
        RequireOpen();
        _accelerator.Bind();
        _counts.Launches++;
        if (_kernels.TryGetValue(kernel, out Delegate? known)) return (TLauncher)known;
        TLauncher launcher = _accelerator.LoadKernel<TLauncher>(kernel.Method);
        _kernels[kernel] = launcher;
        return launcher;
    }

    private static KernelConfig Shape(Groups groups) => new((groups.X, groups.Y, groups.Z), (groups.SizeX, groups.SizeY, 1));

    /// <summary>What does not compile leaves the device as it was; what the driver does not run ends it.</summary>
    private DeviceException Failed(Exception failure, Delegate kernel)
    {
        string what = $"{kernel.Method.DeclaringType?.Name}.{kernel.Method.Name}<{string.Join(", ", kernel.Method.GetGenericArguments().Select(type => type.Name))}>";
        return failure is AcceleratorException ? Lost(failure, what) : Told(failure, $"compiling {what}");
    }
}
