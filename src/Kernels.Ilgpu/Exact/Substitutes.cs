using System.Reflection;
using System.Runtime.CompilerServices;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What ILGPU compiles in place of methods that it does not know, or writes inexactly: said once, here, for every kernel. On ILGPU's CPU accelerator, which
/// runs kernels as .NET does, nothing is substituted.</summary>
internal static class Substitutes
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] s_reals = [typeof(float), typeof(double)], s_numbers = [typeof(float), typeof(double), typeof(int)],
        s_converted = [typeof(float), typeof(double), typeof(int), typeof(uint), typeof(byte)];

    private static readonly Lock s_lock = new();
    private static bool s_isDone;

    /// <summary>ILGPU keeps them for all contexts of the process.</summary>
    internal static void Register()
    {
        lock (s_lock)
        {
            if (s_isDone) return;
            s_isDone = true;
            RuntimeHelpers.RunClassConstructor(typeof(ILGPU.AlgorithmContext).TypeHandle);      // registers its own, which those below replace
            Formulas();
            Distances();
            Functions();
            Conversions();
            Questions();
        }
    }

    // An op with a formula for registers is that formula on a register of one lane: the bits of the processor's lanes.
    private static void Formulas()
    {
        MethodInfo single = Own(typeof(Substitutes), nameof(OfSingle)), twice = Own(typeof(Substitutes), nameof(OfDouble));
        foreach (Type op in typeof(IOp).Assembly.GetTypes().Where(type => type.IsValueType && typeof(IUnaryOp).IsAssignableFrom(type) && typeof(IFormula).IsAssignableFrom(type)))
        {
            MethodInfo apply = op.GetMethods().Single(method => method.Name == nameof(IUnaryOp.Apply) && !method.IsStatic && method.GetParameters()[0].ParameterType.IsGenericParameter);
            Put(apply.MakeGenericMethod(typeof(float)), single.MakeGenericMethod(op));
            Put(apply.MakeGenericMethod(typeof(double)), twice.MakeGenericMethod(op));
        }
    }

    // Numbers beyond the reach of the formulas go to the processor's own functions, lane by lane; here they have theirs.
    private static void Distances()
    {
        MethodInfo each = typeof(VectorMath).GetMethods(Any).Single(method => method.Name == nameof(VectorMath.EachLane) && method.GetParameters() is [{ ParameterType.IsGenericType: false }, _] && method.ReturnType != typeof(void));
        foreach (MethodInfo far in typeof(FarOut).GetMethods(Any).Where(method => method.GetParameters() is [_, { ParameterType.IsValueType: true }] && method.GetParameters()[1].ParameterType.IsAssignableTo(typeof(IUnaryOp))))
            Put(each.MakeGenericMethod(far.GetParameters()[1].ParameterType, far.ReturnType), far);
    }

    private static float OfSingle<TOp>(ref TOp op, float x)
        where TOp : struct, IFormula => TOp.Of<OneSingle>(x);

    private static double OfDouble<TOp>(ref TOp op, double x)
        where TOp : struct, IFormula => TOp.Of<OneDouble>(x);

    // By name and parameters: T.Exp is float.Exp or double.Exp, and MathF.Floor is Native.Floor.
    private static void Functions()
    {
        foreach (MethodInfo exact in typeof(Functions).GetMethods())
        {
            if (!exact.IsStatic) continue;
            Type[] parameters = [.. exact.GetParameters().Select(parameter => parameter.ParameterType)];
            if (parameters[0].GetMethod(exact.Name, parameters) is { } itself) Put(itself, exact);
            foreach (Type owner in new[] { typeof(MathF), typeof(Math) })
            {
                if (owner.GetMethod(exact.Name, parameters) is { } function) Put(function, exact);
            }
        }
        foreach (Type real in s_reals) Put(Operator(real, "op_Modulus", typeof(System.Numerics.IModulusOperators<,,>)), Own(typeof(Functions), nameof(Ilgpu.Functions.Remainder), real, real));
    }

    private static void Conversions()
    {
        foreach (Type from in s_converted)
        {
            foreach (Type to in s_converted)
            {
                MethodInfo conversion = Own(typeof(Conversions), "To" + to.Name, from);
                Put(to.GetMethod("CreateSaturating")!.MakeGenericMethod(from), conversion);
                // Between integers it keeps the low bits, which no kernel asks.
                if (from == to || s_reals.Contains(from) || s_reals.Contains(to)) Put(to.GetMethod("CreateTruncating")!.MakeGenericMethod(from), conversion);
            }
        }
    }

    // What Number asks of a type is answered when the kernel is compiled.
    private static void Questions()
    {
        MethodInfo yes = Own(typeof(Substitutes), nameof(Yes)), no = Own(typeof(Substitutes), nameof(No));
        foreach (Type number in s_numbers)
        {
            Put(Own(typeof(Number), nameof(Number.IsStandIn)).MakeGenericMethod(number), no);
            foreach (Type asked in s_numbers) Put(Own(typeof(Number), nameof(Number.Is)).MakeGenericMethod(asked, number), asked == number ? yes : no);
            Put(Own(typeof(Number), nameof(Number.Pow)).MakeGenericMethod(number), Own(typeof(Functions), nameof(Ilgpu.Functions.Pow), number, number));
            Put(Own(typeof(Number), nameof(Number.Atan2)).MakeGenericMethod(number), Own(typeof(Functions), nameof(Ilgpu.Functions.Atan2), number, number));
            Put(Own(typeof(Number), nameof(Number.WholeQuotient)).MakeGenericMethod(number), Own(typeof(Functions), nameof(Ilgpu.Functions.WholeQuotient), number, number, number, typeof(bool)));
        }
    }

    private static bool Yes() => true;

    private static bool No() => false;

    private static MethodInfo Own(Type type, string name, params Type[] parameters) =>
        parameters.Length == 0 ? type.GetMethod(name, Any)! : type.GetMethod(name, Any, parameters)!;

    private static MethodInfo Operator(Type number, string name, Type contract)
    {
        InterfaceMapping map = number.GetInterfaceMap(contract.MakeGenericType(number, number, number));
        return map.TargetMethods[Array.FindIndex(map.InterfaceMethods, method => method.Name == name)];
    }

    private static void Put(MethodInfo method, MethodInfo instead)
    {
        ArgumentNullException.ThrowIfNull(instead);
        RemappedIntrinsics.AddRemapping(method, (ref InvocationContext call) => call.Method = instead);
    }
}
