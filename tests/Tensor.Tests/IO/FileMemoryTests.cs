using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>What reading and writing take beside the tensors.</summary>
public sealed class FileMemoryTests
{
    private const int Elements = 1 << 20;

    /// <summary>Chunks, decoders and names.</summary>
    private const long Beside = 1 << 18;

    public static TheoryData<string> Formats => ["npy", "npz", "safetensors"];

    private static void Write(string format, Stream file, Tensor x)
    {
        if (format == "npy") Npy.Write(file, x);
        else if (format == "npz") Npz.Write(file, [KeyValuePair.Create("x", x)]);
        else SafeTensors.Write(file, [KeyValuePair.Create("x", x)]);
    }

    private static Tensor Read(string format, Stream file, Device device)
    {
        var options = new ReadOptions { Device = device };
        return format == "npy" ? Npy.Read(file, "file", options) : format == "npz" ? Npz.Read(file, "file", options)["x"] : SafeTensors.Read(file, "file", options)["x"];
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_is_read_and_written_in_chunks(string format)
    {
        using MemoryScope scope = MemoryScope.Open();
        var device = new CpuDevice(1);
        using var file = new MemoryStream(5 * Elements);
        Tensor x = Tensor.Ones([Elements], DType.Float32, device);
        MemoryCounters before = device.Memory;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Write(format, file, x);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < Beside);
        Assert.Equal(before, device.Memory);

        file.Position = 0;
        device = new CpuDevice(1);
        allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([Elements], Read(format, file, device).Shape.Sizes);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < Beside);
        Assert.Equal(1, device.Memory.Acquired);
    }

    /// <summary>Of a tensor with gaps a copy is made, and given back.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Writing_records_nothing_and_keeps_nothing(string format)
    {
        using MemoryScope scope = MemoryScope.Open();
        var device = new CpuDevice(1);
        var cell = new Parameter("cell", Tensor.Ones([3, 4], DType.Float32, device));
        foreach (Tensor x in new[] { cell.Value, cell.Value.Transpose(), cell.Value[1..], (cell.Value * 2).Transpose(), Tensor.Ones([2], DType.Float32, device).Expand([3, 2]) })
        {
            (long order, long live) = (Tracking.LastOrder, device.Memory.Live);
            using var file = new MemoryStream();
            Write(format, file, x);
            Assert.Equal(order, Tracking.LastOrder);
            Assert.Equal(live, device.Memory.Live);
        }
        GC.KeepAlive(cell);
    }
}
