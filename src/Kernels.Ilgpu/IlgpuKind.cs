namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>The drivers of ILGPU.</summary>
public enum IlgpuKind
{
    /// <summary>NVIDIA's.</summary>
    Cuda,

    /// <summary>OpenCL devices that ILGPU can use: 2.0 or later, with generic addresses.</summary>
    OpenCl,

    /// <summary>ILGPU's own on the processor: slow, for tests and for reading along.</summary>
    Cpu,
}
