using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Which kernel is meant: the function of a file, for an op, and element types.</summary>
/// <param name="File">A file of kernels, as <c>Map.cl</c>.</param>
/// <param name="Function">The kernel in it.</param>
/// <param name="Type">The element type, T in the file.</param>
/// <param name="Op">The functions of the op, or nothing.</param>
/// <param name="Other">Another element type, U in the file.</param>
/// <param name="Options">Definitions for the compiler, as <c>-D TILE=8</c>; a constant string.</param>
internal readonly record struct KernelKey(string File, string Function, ElementType Type, OpSource? Op = null, ElementType Other = ElementType.None, string Options = "")
{
    // The text of an op is long and is kept, so it is told by where it stands.
    public bool Equals(KernelKey other) => Type == other.Type && Other == other.Other && ReferenceEquals(Op?.Text, other.Op?.Text)
        && File == other.File && Function == other.Function && Options == other.Options;

    public override int GetHashCode() => HashCode.Combine(Type, Other, Op is null ? 0 : RuntimeHelpers.GetHashCode(Op.Text), RuntimeHelpers.GetHashCode(Function));
}

/// <summary>The compiled kernels of a device. A program is built when it is first needed, and its binary kept on disk by the hash of its source, its
/// options and the device, so that the next process need not build it.</summary>
internal sealed unsafe class Programs(DeviceInfo device, nint context, ProgramFolder folder) : IDisposable
{
    private const uint Log = 0x1183, BinarySizes = 0x1165, Binaries = 0x1166;
    private static readonly string s_prelude = Resource("Prelude.cl");

    // Read without a lock: a thread that computes does not wait for one that compiles.
    private readonly ConcurrentDictionary<KernelKey, Kernel> _kernels = new();
    private readonly Dictionary<(string Hash, string Function), Kernel> _byHash = [];
    private readonly Dictionary<string, nint> _programs = [];
    private readonly Lock _lock = new();
    private bool _isDisposed;

    /// <summary>Where a user's programs keep what can be made again.</summary>
    internal static string UsersFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "deeppuzzles", "opencl");

    /// <summary>What a test compiles instead of a file of kernels, from its name and text: a kernel with a fault shows that the fault is found.</summary>
    internal Func<string, string, string>? Instead { get; set; }

    /// <summary>Programs compiled from source, not loaded, since the device was opened.</summary>
    internal int Built { get; private set; }

    internal Kernel this[in KernelKey key]
    {
        get
        {
            if (_kernels.TryGetValue(key, out Kernel? known)) return known;
            lock (_lock)
            {
                if (_isDisposed) throw new DeviceException("opencl: the device was disposed");
                return _kernels.TryGetValue(key, out known) ? known : _kernels[key] = Make(key);
            }
        }
    }

    /// <summary>After the queue's, so that no thread puts a kernel in that is gone.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~Programs() => Release();

    private void Release()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (Kernel kernel in _byHash.Values) _ = Cl.ReleaseKernel(kernel.Handle);
            foreach (nint program in _programs.Values) _ = Cl.ReleaseProgram(program);
        }
    }

    private Kernel Make(in KernelKey key)
    {
        if (!device.HasDouble && (key.Type == ElementType.Float64 || key.Other == ElementType.Float64))
            throw new DeviceException($"opencl: {device.Name} has no float64; use float32, or another device");
        string source = Source(key), options = Options(key);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', device.Name, device.PlatformText, device.Driver, options, source))));
        if (_byHash.TryGetValue((hash, key.Function), out Kernel? same)) return same;
        if (!_programs.TryGetValue(hash, out nint program)) _programs[hash] = program = Load(hash, options) is var kept and not 0 ? kept : Build(key, hash, source, options);
        nint handle = Cl.CreateKernel(program, key.Function, out int status);
        Status.Check(status, $"kernel {key.Function} of {key.File}");
        return _byHash[(hash, key.Function)] = new Kernel(key.Function, handle);
    }

    private string Source(in KernelKey key)
    {
        var source = new StringBuilder();
        if (device.HasDouble) source.Append("#define HAS_DOUBLE\n");
        if (key.Type != ElementType.None) source.Append("#define T ").Append(ElementTypes.InC(key.Type)).Append('\n');
        if (key.Other != ElementType.None) source.Append("#define U ").Append(ElementTypes.InC(key.Other)).Append('\n');
        source.Append(s_prelude);
        if (key.Op is { } op) source.Append(op.Text).Append('\n');
        string text = Text(key.File);
        return source.Append(Instead is null ? text : Instead(key.File, text)).ToString();
    }

    private string Options(in KernelKey key) => $"-cl-std=CL1.2{(device.DividesExactly ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")} {key.Options}".TrimEnd();

    private nint Build(in KernelKey key, string hash, string source, string options)
    {
        byte[] text = Encoding.UTF8.GetBytes(source);
        nint program, id = device.Id;
        int status;
        fixed (byte* first = text)
        {
            byte* only = first;
            nuint length = (nuint)text.Length;
            program = Cl.CreateProgramWithSource(context, 1, &only, &length, out status);
        }
        Status.Check(status, $"program {key.File}");
        status = Cl.BuildProgram(program, 1, &id, options, 0, 0);
        if (status != Status.Success)
        {
            string what = key.Op is { } op ? $"'{op.Name}' in {key.File}" : key.File, log = LogOf(program);
            _ = Cl.ReleaseProgram(program);
            throw new DeviceException($"opencl: the compiler of {device.Name} refuses {what} for {key.Type} ({Status.Name(status)}): {log}");
        }
        Built++;
        Keep(program, hash);
        return program;
    }

    private string LogOf(nint program)
    {
        if (Cl.GetProgramBuildInfo(program, device.Id, Log, 0, null, out nuint length) != Status.Success) return "it does not say why";
        byte[] text = new byte[length];
        fixed (byte* first = text) _ = Cl.GetProgramBuildInfo(program, device.Id, Log, length, first, out _);
        // One line, as every message.
        return string.Join(' ', Encoding.UTF8.GetString(text).TrimEnd('\0').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // What the driver no longer wants is built again.
    private nint Load(string hash, string options)
    {
        if (folder.Find(hash) is not { } binary) return 0;
        nint id = device.Id;
        fixed (byte* first = binary)
        {
            byte* only = first;
            nuint length = (nuint)binary.Length;
            nint program = Cl.CreateProgramWithBinary(context, 1, &id, &length, &only, out int binaryStatus, out int status);
            if (status != Status.Success) return 0;
            if (binaryStatus == Status.Success && Cl.BuildProgram(program, 1, &id, options, 0, 0) == Status.Success) return program;
            _ = Cl.ReleaseProgram(program);
            return 0;
        }
    }

    private void Keep(nint program, string hash)
    {
        nuint length;
        if (Cl.GetProgramInfo(program, BinarySizes, (nuint)sizeof(nuint), &length, out _) != Status.Success || length == 0) return;
        byte[] binary = new byte[length];
        fixed (byte* first = binary)
        {
            byte* only = first;
            if (Cl.GetProgramInfo(program, Binaries, (nuint)sizeof(nint), &only, out _) != Status.Success) return;
        }
        folder.Keep(hash, binary);
    }

    // A line that includes another file of kernels stands for it.
    internal static string Text(string name) => string.Join('\n', Resource(name).Split('\n').Select(line => line.StartsWith("#include \"", StringComparison.Ordinal) ? Text(line.Split('"')[1]) : line));

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is no resource of this assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
