using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What a thread combines of a long row: blocks of elements wait at the first place until there are four, these are combined and wait at the second
/// until there are four, and so on. Of m elements no one is combined more than about Block + 3·log₄(m / Block) times, so that with the tree over a card's 256
/// threads a sum of n numbers loses at most about 2·log₂(n) units. OpenCL C has the same with two for four, in an array, which would lie outside of the
/// registers here.</summary>
internal struct Waiting<TReduction, T>
    where TReduction : struct, IReduction
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements that are combined one after the other.</summary>
    internal const int Block = 16;

    // The last place takes all that comes: that is one at most for rows of 2³¹ elements, which 16 threads share.
    private T _first, _second, _third, _fourth, _fifth, _sixth, _seventh, _eighth, _ninth, _tenth, _eleventh, _twelfth;

    // What stands at a place begins with the thread's own number, for otherwise ILGPU takes the branches on it for those of a whole warp.
    private int _blocks;

    internal Waiting(T identity)
    {
        _first = _second = _third = _fourth = _fifth = _sixth = _seventh = _eighth = _ninth = _tenth = _eleventh = _twelfth = identity;
        _blocks = Group.IdxX >> 31;     // 0
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T block)
    {
        _blocks++;
        _first = Combine(_first, block);
        if ((_blocks & 3) == 0) Carry();
    }

    /// <summary>Of all that wait, the smallest first.</summary>
    internal readonly T All => Combine(_twelfth, Combine(_eleventh, Combine(_tenth, Combine(_ninth, Combine(_eighth, Combine(_seventh,
        Combine(_sixth, Combine(_fifth, Combine(_fourth, Combine(_third, Combine(_second, _first)))))))))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Carry()
    {
        Move(ref _second, ref _first);
        if ((_blocks & 0xf) != 0) return;
        Move(ref _third, ref _second);
        if ((_blocks & 0x3f) != 0) return;
        Move(ref _fourth, ref _third);
        if ((_blocks & 0xff) != 0) return;
        Move(ref _fifth, ref _fourth);
        if ((_blocks & 0x3ff) != 0) return;
        Move(ref _sixth, ref _fifth);
        if ((_blocks & 0xfff) != 0) return;
        Move(ref _seventh, ref _sixth);
        if ((_blocks & 0x3fff) != 0) return;
        Move(ref _eighth, ref _seventh);
        if ((_blocks & 0xffff) != 0) return;
        Move(ref _ninth, ref _eighth);
        if ((_blocks & 0x3ffff) != 0) return;
        Move(ref _tenth, ref _ninth);
        if ((_blocks & 0xfffff) != 0) return;
        Move(ref _eleventh, ref _tenth);
        if ((_blocks & 0x3fffff) != 0) return;
        Move(ref _twelfth, ref _eleventh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(ref T to, ref T from)
    {
        to = Combine(to, from);
        from = default(TReduction).Identity<T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Combine(T x, T y) => default(TReduction).Combine(x, y);
}
