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
