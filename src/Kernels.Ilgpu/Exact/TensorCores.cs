using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What the tensor cores of NVIDIA's cards from sm_80 on multiply.</summary>
internal static class TensorCores
{
    private const int Sums = 4, Lefts = 4, Rights = 2;

    /// <summary>Half of the last bit that tf32 keeps, and the bits that it does not.</summary>
    private const uint Half = 1 << 12, Dropped = (1 << 13) - 1, Infinity = 0x7F800000;

    /// <summary>The nearest tf32, a float32 of 11 bits; of two the one away from 0.</summary>
    [IntrinsicImplementation]
    public static uint Round(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return (bits & Infinity) == Infinity ? bits : (bits + Half) & ~Dropped;
    }

    /// <summary>C + A · B of a warp, 16 x 8 and 8 deep, tf32: see <see cref="Fragment"/>. This is what it does, number by number, on a processor with warps of 32.</summary>
    [IntrinsicImplementation]
    public static Four<float> Multiply(float c0, float c1, float c2, float c3, uint a0, uint a1, uint a2, uint a3, uint b0, uint b1)
    {
        int lane = Warp.LaneIdx, row = lane / 4 * 4, column = lane % 4 * 8;
        for (int k = 0; k < 8; k++)
        {
            int inner = k % 4;
            float low = Interop.IntAsFloat(Warp.Shuffle(k < 4 ? a0 : a2, row + inner)), high = Interop.IntAsFloat(Warp.Shuffle(k < 4 ? a1 : a3, row + inner));
            float even = Interop.IntAsFloat(Warp.Shuffle(k < 4 ? b0 : b1, column + inner)), odd = Interop.IntAsFloat(Warp.Shuffle(k < 4 ? b0 : b1, column + 4 + inner));
            (c0, c1, c2, c3) = (c0 + low * even, c1 + low * odd, c2 + high * even, c3 + high * odd);
        }
        return new Four<float> { A = c0, B = c1, C = c2, D = c3 };
    }

    internal static void Register(IntrinsicImplementationManager manager)
    {
        manager.RegisterMethod(typeof(TensorCores).GetMethod(nameof(Multiply))!, new PTXIntrinsic(typeof(TensorCores), nameof(WriteMultiply), IntrinsicImplementationMode.GenerateCode));
        manager.RegisterMethod(typeof(TensorCores).GetMethod(nameof(Round))!, new PTXIntrinsic(typeof(TensorCores), nameof(WriteRound), IntrinsicImplementationMode.GenerateCode));
    }

    internal static void WriteRound(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        var call = (MethodCall)value;
        var x = code.LoadPrimitive(call[0]);
        var target = code.AllocateHardware(call);
        using var command = code.BeginCommand("cvt.rna.tf32.f32");
        command.AppendArgument(target);
        command.AppendArgument(x);
    }

    internal static void WriteMultiply(PTXBackend backend, PTXCodeGenerator code, Value value)
    {
        var call = (MethodCall)value;
        var arguments = new PTXCodeGenerator.PrimitiveRegister[call.Count];
        for (int i = 0; i < arguments.Length; i++) arguments[i] = code.LoadPrimitive(call[i]);
        var result = (PTXCodeGenerator.CompoundRegister)code.Allocate(call);
        using var command = code.BeginCommand("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");
        command.AppendVectorArgument([.. result.Children.Select(child => (PTXCodeGenerator.PrimitiveRegister)child)]);
        command.AppendVectorArgument(arguments[Sums..(Sums + Lefts)]);
        command.AppendVectorArgument(arguments[(Sums + Lefts)..(Sums + Lefts + Rights)]);
        command.AppendVectorArgument(arguments[..Sums]);
    }
}
