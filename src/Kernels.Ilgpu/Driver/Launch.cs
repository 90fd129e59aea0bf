namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>How many threads run a kernel, and which arrays it reads and writes: <c>For(y.Layout.Count).Reads(x).Writes(y)</c>. Every array of a kernel is
/// named, for by this it is checked before the launch, and by this what depends on a wrong index is known.</summary>
internal readonly struct Launch
{
    private readonly Accesses _arrays;
    private readonly string _device;

    internal Launch(string device, Groups groups)
        : this(device, groups, default)
    {
    }

    private Launch(string device, Groups groups, in Accesses arrays) => (_device, Groups, _arrays) = (device, groups, arrays);

    internal Groups Groups { get; }

    internal Accesses Arrays => _arrays;

    /// <summary>The same arrays, and other groups.</summary>
    internal Launch By(Groups groups) => new(_device, groups, _arrays);

    /// <summary>An array that is read.</summary>
    internal Launch Reads<T>(in View<T> view)
        where T : unmanaged
    {
        Accesses arrays = _arrays;
        arrays.Read(IlgpuBuffer.Of(view.Buffer, _device));
        return new(_device, Groups, arrays);
    }

    /// <summary>An array that is read where it is there.</summary>
    internal Launch Reads<T>(View<T>? view)
        where T : unmanaged => view is { } there ? Reads(there) : this;

    /// <summary>An array of which every element is written and none read.</summary>
    internal Launch Writes<T>(in View<T> view)
        where T : unmanaged
    {
        Accesses arrays = _arrays;
        arrays.Replace<T>(IlgpuBuffer.Of(view.Buffer, _device), view.Layout);
        return new(_device, Groups, arrays);
    }

    /// <summary>An array that is read and written, or of which some elements are written.</summary>
    internal Launch Updates<T>(in View<T> view)
        where T : unmanaged
    {
        Accesses arrays = _arrays;
        arrays.Update<T>(IlgpuBuffer.Of(view.Buffer, _device), view.Layout);
        return new(_device, Groups, arrays);
    }

    /// <summary>Memory that kernels of one verb hand to one another.</summary>
    internal Launch Hands(Buffer scratch)
    {
        Accesses arrays = _arrays;
        arrays.Update(IlgpuBuffer.Of(scratch, _device));
        return new(_device, Groups, arrays);
    }
}
