using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>Truth values between bytes of 0 and 1, as tensors hold them, and lanes of no or all bits, as registers compare.</summary>
internal static unsafe class Masks
{
    /// <summary>Elements of a register of bytes, which is as many masks as <see cref="Pack"/> takes.</summary>
    internal static int Width => Vector<byte>.Count;

    /// <summary>As many masks as a register of bytes has elements, packed to bytes of 0 and 1.</summary>
    internal static Vector<byte> Pack<T>(Vector<T>* masks)
        where T : unmanaged
    {
        Vector<sbyte> bytes;
        if (sizeof(T) == 1) bytes = masks->As<T, sbyte>();
        else if (sizeof(T) == 4) bytes = Narrow(masks[0].As<T, int>(), masks[1].As<T, int>(), masks[2].As<T, int>(), masks[3].As<T, int>());
        else
        {
            bytes = Narrow(
                Vector.Narrow(masks[0].As<T, long>(), masks[1].As<T, long>()), Vector.Narrow(masks[2].As<T, long>(), masks[3].As<T, long>()),
                Vector.Narrow(masks[4].As<T, long>(), masks[5].As<T, long>()), Vector.Narrow(masks[6].As<T, long>(), masks[7].As<T, long>()));
        }
        return bytes.As<sbyte, byte>() & Vector<byte>.One;
    }

    private static Vector<sbyte> Narrow(Vector<int> a, Vector<int> b, Vector<int> c, Vector<int> d) => Vector.Narrow(Vector.Narrow(a, b), Vector.Narrow(c, d));

    /// <summary>The masks of a register of bytes.</summary>
    internal static void Unpack<T>(Vector<byte> bytes, Vector<T>* masks)
        where T : unmanaged
    {
        Vector<sbyte> all = Vector.GreaterThan(bytes, Vector<byte>.Zero).As<byte, sbyte>();
        if (sizeof(T) == 1)
        {
            *masks = all.As<sbyte, T>();
            return;
        }
        Vector.Widen(all, out Vector<short> low, out Vector<short> high);
        Four(low, masks);
        Four(high, masks + (sizeof(T) == 4 ? 2 : 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<T>(Vector<short> all, Vector<T>* masks)
        where T : unmanaged
    {
        Vector.Widen(all, out Vector<int> low, out Vector<int> high);
        if (sizeof(T) == 4)
        {
            masks[0] = low.As<int, T>();
            masks[1] = high.As<int, T>();
            return;
        }
        Vector.Widen(low, out Vector<long> a, out Vector<long> b);
        Vector.Widen(high, out Vector<long> c, out Vector<long> d);
        masks[0] = a.As<long, T>();
        masks[1] = b.As<long, T>();
        masks[2] = c.As<long, T>();
        masks[3] = d.As<long, T>();
    }
}
