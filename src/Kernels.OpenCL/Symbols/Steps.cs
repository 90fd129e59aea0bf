using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Does the step of an optimiser read the op's fields, beside the coefficients that they are made into? Then its source depends on them, and
/// must be looked for anew with each learning rate. To know, the op is traced with fields of all kinds, once.</summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
internal static class Steps<TOp, T>
    where TOp : struct, IUpdateOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>So many ops are traced.</summary>
    private const int Draws = 16;

    /// <summary>Fields are below this, and whole numbers below that.</summary>
    private const uint Most = 100, FewSteps = 4;

    internal static bool ReadFields { get; } = Fields<TOp>.Any && Find();

    private static bool Find()
    {
        try
        {
            TracedOp first = TracedOp.Update<TOp, T>(default);
            for (uint draw = 0; draw < Draws; draw++)
            {
                uint drawn = draw * Most;
                if (Drawn(typeof(TOp), ref drawn) is not TOp op || !TracedOp.Update<TOp, T>(op).IsSameAs(first)) return true;
            }
            return false;
        }
        catch (DeviceException)
        {
            // With fields that make no sense the step refuses to be traced, so it reads them.
            return true;
        }
    }

    // A value for a field, small where it may count steps; null of what cannot be made up.
    private static object? Drawn(Type type, ref uint place)
    {
        uint bits = Points.Mix(place++, 0);
        double fraction = bits / (double)uint.MaxValue;
        if (type == typeof(bool)) return bits % 2 == 0;
        if (type == typeof(double)) return bits % 3 == 0 ? fraction : (2 * fraction - 1) * Most;
        if (type == typeof(float)) return bits % 3 == 0 ? (float)fraction : (float)(2 * fraction - 1) * Most;
        if (type.IsEnum) return Enum.ToObject(type, bits % FewSteps);
        if (type.IsPrimitive) return type == typeof(nint) || type == typeof(nuint) ? null : Convert.ChangeType(bits % FewSteps, type, CultureInfo.InvariantCulture);
        if (!type.IsValueType) return null;
        object made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (Drawn(field.FieldType, ref place) is not { } value) return null;
            field.SetValue(made, value);
        }
        return made;
    }
}
