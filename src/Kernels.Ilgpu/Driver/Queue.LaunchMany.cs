using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

// The same for kernels of seven parameters and more.
internal sealed partial class Queue
{
    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g);
                Launched(launch, g);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g, h);
                Launched(launch, h);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g, h, i);
                Launched(launch, i);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g, h, i, j);
                Launched(launch, j);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g, h, i, j, k);
                Launched(launch, k);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12> kernel, Launch launch, T1 a, T2 b, T3 c, T4 d, T5 e, T6 f, T7 g, T8 h, T9 i, T10 j, T11 k, T12 l)
    {
        lock (Lock)
        {
            try
            {
                Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>>(kernel, launch)(_stream, Shape(launch.Groups), a, b, c, d, e, f, g, h, i, j, k, l);
                Launched(launch, l);
            }
            catch (Exception failure) when (failure is AcceleratorException or InternalCompilerException or NotSupportedException)
            {
                throw Failed(failure, kernel);
            }
        }
    }
}
