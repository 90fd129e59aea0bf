using System.Runtime.InteropServices;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>A native library with the C interface of BLAS, found at run time by the system's loader.</summary>
internal sealed unsafe partial class Blas : Peer
{
    // The values of the enumerations in cblas.h.
    private const int RowMajor = 101, NotTransposed = 111, Transposed = 112;

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _single;
    private readonly delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> _double;
    private readonly Action<int> _setThreads;

    private Blas(string name, string version, nint library, Action<int> setThreads)
    {
        (Name, Version, _setThreads) = (name, version, setThreads);
        _single = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");
        _double = (delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)NativeLibrary.GetExport(library, "cblas_dgemm");
    }

    public override string Name { get; }

    public override string Version { get; }

    /// <summary>OpenBLAS, or null where the machine has none.</summary>
    public static Blas? OpenBlas()
    {
        if (!TryLoad(["libopenblas.so.0", "libopenblas"], out nint library)) return null;
        var setThreads = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        var config = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "openblas_get_config");
        return new Blas("openblas", Marshal.PtrToStringUTF8(config())!.Trim(), library, threads => setThreads(threads));
    }

    /// <summary>BLIS, or null where the machine has none.</summary>
    public static Blas? Blis()
    {
        if (!TryLoad(["libblis.so.4", "libblis"], out nint library)) return null;
        var setThreads = (delegate* unmanaged<long, void>)NativeLibrary.GetExport(library, "bli_thread_set_num_threads");
        var version = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "bli_info_get_version_str");
        var kind = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "bli_arch_query_id");
        var nameOf = (delegate* unmanaged<int, nint>)NativeLibrary.GetExport(library, "bli_arch_string");
        setThreads(1);      // starts the library; asked before, it takes the processor for a generic one, and stays with that
        return new Blas("blis", $"{Marshal.PtrToStringUTF8(version())}, kernels for {Marshal.PtrToStringUTF8(nameOf(kind()))}", library, threads => setThreads(threads));
    }

    public override void Use(int threads) => _setThreads(threads);

    public override Contender? Prepare(Work work) => work is not Product product ? null : product.Double ? Double(product) : Single(product);

    private Local Single(Product p)
    {
        (Aligned<float> a, Aligned<float> b, Aligned<float> c) = Operands<float>(p);
        var gemm = _single;
        return new Local(
            Name,
            () => gemm(RowMajor, Way(p.TransposedA), Way(p.TransposedB), p.M, p.N, p.K, 1, a.Pointer, RowOfA(p), b.Pointer, RowOfB(p), 0, c.Pointer, p.N),
            () => Values.MeanAbsolute<float>(c.Span));
    }

    private Local Double(Product p)
    {
        (Aligned<double> a, Aligned<double> b, Aligned<double> c) = Operands<double>(p);
        var gemm = _double;
        return new Local(
            Name,
            () => gemm(RowMajor, Way(p.TransposedA), Way(p.TransposedB), p.M, p.N, p.K, 1, a.Pointer, RowOfA(p), b.Pointer, RowOfB(p), 0, c.Pointer, p.N),
            () => Values.MeanAbsolute<double>(c.Span));
    }

    private static (Aligned<T> A, Aligned<T> B, Aligned<T> C) Operands<T>(Product p)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        (Aligned<T> a, Aligned<T> b) = (new(p.M * p.K), new(p.K * p.N));
        Values.Fill(a.Span, 1);
        Values.Fill(b.Span, 2);
        return (a, b, new(p.M * p.N));
    }

    private static int Way(bool transposed) => transposed ? Transposed : NotTransposed;

    private static int RowOfA(Product p) => p.TransposedA ? p.M : p.K;

    private static int RowOfB(Product p) => p.TransposedB ? p.K : p.N;

    /// <summary>Asks OpenBLAS, BLIS and PyTorch for their AVX-512 kernels, before they are loaded: those of a time when this processor was not
    /// yet known take it for an older one.</summary>
    public static void AskForWidest()
    {
        // "skx" is number 0 in BLIS's list of architectures.
        foreach ((string name, string value) in new[] { ("OPENBLAS_CORETYPE", "SkylakeX"), ("BLIS_ARCH_TYPE", "0"), ("ATEN_CPU_CAPABILITY", "avx512") })
        {
            Environment.SetEnvironmentVariable(name, value);        // for the processes that we start
            SetVariable(name, value, overwrite: 1);                 // for the libraries in this one, which read the C library's variables
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private static bool TryLoad(ReadOnlySpan<string> names, out nint library)
    {
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, out library)) return true;
        library = 0;
        return false;
    }
}
