using System.Numerics;
using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>Every kernel, found by reflection, with every op and element type that its type parameters allow.</summary>
internal static class KernelCatalog
{
    private const BindingFlags Own = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_reals = [typeof(float), typeof(double)], s_numbers = [.. s_reals, typeof(int)], s_converted = [.. s_numbers, typeof(byte)], s_bits = [typeof(byte), typeof(uint), typeof(ulong)];

    /// <summary>The kernels of the device: the static methods without a result of classes whose name ends so.</summary>
    internal static IEnumerable<MethodInfo> All => [.. Open.Where(method => method.DeclaringType != typeof(ProductKernel) && method.DeclaringType != typeof(PartsKernel)).SelectMany(Closed), .. ProductKernels.All, .. ProductKernels.Finished];

    /// <summary>The same, their types still open.</summary>
    internal static IEnumerable<MethodInfo> Open => In(typeof(IlgpuDevice).Assembly);

    /// <summary>What tests compile beside them.</summary>
    internal static IEnumerable<MethodInfo> Probes => typeof(Probes).GetMethods(Own).SelectMany(Closed);

    internal static string Name(MethodInfo kernel) =>
        $"{kernel.DeclaringType!.Name}.{kernel.Name}<{string.Join(", ", kernel.GetGenericArguments().Select(type => type.Name))}>";

    private static IEnumerable<MethodInfo> In(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.IsAbstract && type.IsSealed && type.Name.EndsWith("Kernel", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(Own)).Where(method => !method.IsPrivate && method.ReturnType == typeof(void));

    private static IEnumerable<MethodInfo> Closed(MethodInfo kernel)
    {
        if (!kernel.IsGenericMethodDefinition) return [kernel];
        IEnumerable<Type[]> choices = [[]];
        foreach (Type parameter in kernel.GetGenericArguments())
        {
            Type[] candidates = [.. Candidates(parameter)];
            choices = choices.SelectMany(chosen => candidates.Select(candidate => (Type[])[.. chosen, candidate]));
        }
        return choices.Select(chosen => Close(kernel, chosen)).OfType<MethodInfo>();
    }

    private static IEnumerable<Type> Candidates(Type parameter)
    {
        Type[] constraints = parameter.GetGenericParameterConstraints();
        Type? op = constraints.FirstOrDefault(constraint => constraint.IsAssignableTo(typeof(IOp)));
        if (op is not null)
        {
            return OpCatalog.Types(typeof(IOp)).Where(type => type.GetInterfaces().Any(contract =>
                contract == op || (op.IsGenericType && contract.IsGenericType && contract.GetGenericTypeDefinition() == op.GetGenericTypeDefinition())));
        }
        return constraints.Any(constraint => Is(constraint, typeof(IBinaryFloatingPointIeee754<>))) ? s_reals
            : constraints.Any(constraint => Is(constraint, typeof(IBinaryInteger<>))) ? [typeof(uint)]
            : constraints.Any(constraint => Is(constraint, typeof(INumber<>))) ? parameter.Name is "TFrom" or "TTo" or "TKey" ? s_converted : s_numbers
            : s_bits;
    }

    private static bool Is(Type constraint, Type definition) => constraint.IsGenericType && constraint.GetGenericTypeDefinition() == definition;

    /// <summary>Null where the types do not go together.</summary>
    private static MethodInfo? Close(MethodInfo kernel, Type[] types)
    {
        try
        {
            return kernel.MakeGenericMethod(types);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
