using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

// A kernel is a static method of structs; it is compiled at its first launch. What its launcher takes is the same for all numbers of parameters.
internal sealed partial class Queue
{
    /// <summary>The last parameter of a kernel that may find something wrong, which is told by a later reading; see <see cref="Faults"/>.</summary>
    internal FaultSink Faults => new(_written.AsArrayView<int>(0, _written.Length), FaultPlaces.Mine * Fault.Numbers);

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1>(Action<T1> kernel, Launch launch, T1 a)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1>>(kernel, launch)(_stream, Shape(launch.Groups), a);
                Launched(launch, a);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2>(Action<T1, T2> kernel, Launch launch, T1 a, T2 b)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2>>(kernel, launch)(_stream, Shape(launch.Groups), a, b);
                Launched(launch, b);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3>(Action<T1, T2, T3> kernel, Launch launch, T1 a, T2 b, T3 c)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c);
                Launched(launch, c);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4>(Action<T1, T2, T3, T4> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d);
                Launched(launch, d);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e);
                Launched(launch, e);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f);
                Launched(launch, f);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    private TLauncher Launcher<TLauncher>(Delegate kernel, in Launch launch)
        where TLauncher : Delegate
    {
        Require(launch.Arrays);
        _accelerator.Bind();
        Counted.Launches++;
        if (_kernels.TryGetValue(kernel, out Delegate? known)) return (TLauncher)known;
        TLauncher launcher = _accelerator.LoadKernel<TLauncher>(kernel.Method);
        _kernels[kernel] = launcher;
        return launcher;
    }

    /// <summary>After a kernel was put in: the faults go with the data, its own too where its last argument is where it writes them down.</summary>
    private void Launched<TLast>(in Launch launch, TLast last) => Mark(launch.Arrays, last is FaultSink { IsThere: true } ? Known.Asked() : default);

    private static KernelConfig Shape(Groups groups) => new((groups.X, groups.Y, groups.Z), (groups.SizeX, groups.SizeY, 1));

    /// <summary>By the kernel's name; what does not compile leaves the device as it was.</summary>
    private DeviceException Failed(Exception failure, Delegate kernel)
    {
        string what = $"{kernel.Method.DeclaringType?.Name}.{kernel.Method.Name}<{string.Join(", ", kernel.Method.GetGenericArguments().Select(type => type.Name))}>";
        return failure is AcceleratorException ? Failed(failure, what) : Told(failure, $"compiling {what}");
    }
}
