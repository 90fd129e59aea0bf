namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A compiled kernel. Its arguments are set and it is put into the queue under the queue's lock, since the driver keeps the arguments in it.</summary>
internal sealed record Kernel(string Name, nint Handle)
{
    /// <summary>For kernels that have arrays of the size of a group.</summary>
    internal const string GroupOption = "-DGROUP=256";
}
