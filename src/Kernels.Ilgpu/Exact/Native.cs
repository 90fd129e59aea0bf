using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What every GPU computes in one instruction, correctly rounded, and ILGPU does not ask of it. The bodies are what the processor does.</summary>
internal static class Native
{
    /// <summary>By method: the PTX instructions for float32 and float64 and the function in OpenCL C.</summary>
    private static readonly Dictionary<string, (string Single, string Double, string OpenCl)> s_names = new()
    {
        [nameof(MultiplyAdd)] = ("fma.rn.f32", "fma.rn.f64", "fma"),
        [nameof(Floor)] = ("cvt.rmi.f32.f32", "cvt.rmi.f64.f64", "floor"),
        [nameof(Ceiling)] = ("cvt.rpi.f32.f32", "cvt.rpi.f64.f64", "ceil"),
        [nameof(Truncate)] = ("cvt.rzi.f32.f32", "cvt.rzi.f64.f64", "trunc"),
        [nameof(Round)] = ("cvt.rni.f32.f32", "cvt.rni.f64.f64", "rint"),
    };

    /// <summary>a·b + c, rounded once.</summary>
    [IntrinsicImplementation]
    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc cref="MultiplyAdd(float, float, float)"/>
    [IntrinsicImplementation]
    public static double MultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [IntrinsicImplementation]
    public static float Floor(float x) => MathF.Floor(x);

    [IntrinsicImplementation]
    public static double Floor(double x) => Math.Floor(x);

    [IntrinsicImplementation]
    public static float Ceiling(float x) => MathF.Ceiling(x);

    [IntrinsicImplementation]
    public static double Ceiling(double x) => Math.Ceiling(x);

    [IntrinsicImplementation]
    public static float Truncate(float x) => MathF.Truncate(x);

    [IntrinsicImplementation]
    public static double Truncate(double x) => Math.Truncate(x);

    /// <summary>To the nearest whole number, the even one of two.</summary>
    [IntrinsicImplementation]
    public static float Round(float x) => MathF.Round(x);

    /// <inheritdoc cref="Round(float)"/>
    [IntrinsicImplementation]
    public static double Round(double x) => Math.Round(x);

    /// <summary>Tells a context how each method is written for CUDA and for OpenCL.</summary>
    internal static void Register(IntrinsicImplementationManager manager)
    {
        foreach (var method in typeof(Native).GetMethods().Where(method => s_names.ContainsKey(method.Name)))
        {
            manager.RegisterMethod(method, new PTXIntrinsic(typeof(Native), nameof(WritePtx), IntrinsicImplementationMode.GenerateCode));
            manager.RegisterMethod(method, new CLIntrinsic(typeof(Native), nameof(WriteOpenCl), IntrinsicImplementationMode.GenerateCode));
        }
        TensorCores.Register(manager);
        // A product that names its rounding stays a product: a driver would else fuse it with a sum that follows, and last bits were not the processor's.
        foreach (ILGPU.BasicValueType real in new[] { ILGPU.BasicValueType.Float32, ILGPU.BasicValueType.Float64 })
            manager.RegisterBinaryArithmetic(BinaryArithmeticKind.Mul, real, new PTXIntrinsic(typeof(Native), nameof(WriteProduct), IntrinsicImplementationMode.GenerateCode));
    }

    private static void WritePtx(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        var call = (MethodCall)value;
        (string single, string twice, _) = s_names[call.Target.Source.Name];
        var arguments = new PTXCodeGenerator.PrimitiveRegister[call.Count];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = code.LoadPrimitive(call[i]);
        var target = code.AllocateHardware(call);
        using var command = code.BeginCommand(call.BasicValueType == ILGPU.BasicValueType.Float32 ? single : twice);
        command.AppendArgument(target);
        foreach (var argument in arguments) command.AppendArgument(argument);
    }

    private static void WriteProduct(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        var product = (BinaryArithmeticValue)value;
        var (left, right) = (code.LoadPrimitive(product.Left), code.LoadPrimitive(product.Right));
        var target = code.AllocateHardware(product);
        using var command = code.BeginCommand(product.BasicValueType == ILGPU.BasicValueType.Float32 ? "mul.rn.f32" : "mul.rn.f64");
        command.AppendArgument(target);
        command.AppendArgument(left);
        command.AppendArgument(right);
    }

    private static void WriteOpenCl(CLBackend backend, CLCodeGenerator code, Value value)
    {
        var call = (MethodCall)value;
        var arguments = new CLCodeGenerator.Variable[call.Count];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = code.Load(call[i]);
        var target = code.Allocate(call);
        using var statement = code.BeginStatement(target);
        statement.AppendCommand(s_names[call.Target.Source.Name].OpenCl);
        statement.BeginArguments();
        foreach (var argument in arguments) statement.AppendArgument(argument);
        statement.EndArguments();
    }
}
