using System.Numerics;

namespace DeepPuzzles.Kernels;

// y = the positions along the axis in the order of their elements: insertion, which keeps equal ones in place.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
    {
        int inner = 1, size = x.Layout.Sizes[axis];
        foreach (int below in x.Layout.Sizes[(axis + 1)..]) inner *= below;
        var row = new List<int>(size);
        for (int chain = 0; size > 0 && chain < x.Layout.Count / size; chain++)
        {
            int first = chain / inner * size * inner + chain % inner;
            row.Clear();
            for (int p = 0; p < size; p++)
            {
                int place = row.Count;
                while (place > 0 && Precedes(At(x, first + p * inner), At(x, first + row[place - 1] * inner), descending)) place--;
                row.Insert(place, p);
            }
            for (int p = 0; p < size; p++) At(y, first + p * inner) = row[p];
        }
    }

    /// <summary>Must x stand before y? NaN comes last in either direction.</summary>
    private static bool Precedes<T>(T x, T y, bool descending)
        where T : unmanaged, INumber<T> => (descending ? x > y : x < y) || (T.IsNaN(y) && !T.IsNaN(x));
}
