using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// The same elements in row-major order under another shape: a view where the strides allow, else a copy.
public sealed partial class Tensor
{
    /// <summary>The same elements in row-major order under another shape; one size may be -1 and follows from the others. A view where the
    /// strides allow, else a copy.</summary>
    [OverloadResolutionPriority(1)]
    public Tensor Reshape(params ReadOnlySpan<int> sizes)
    {
        Span<int> wanted = stackalloc int[sizes.Length];
        sizes.CopyTo(wanted);
        int free = wanted.IndexOf(-1);
        if (free >= 0)
        {
            wanted[free] = 1;
            if (wanted.Contains(-1)) throw new TensorException($"reshape: {Shape} to [{string.Join(", ", sizes.ToArray())}]: only one size may be -1");
            int rest = new Shape(wanted, "reshape").Elements;
            if (rest == 0 || Count % rest != 0) throw new TensorException($"reshape: {Shape} has {Count} elements, which [{string.Join(", ", sizes.ToArray())}] cannot hold");
            wanted[free] = Count / rest;
        }
        return Reshape(new Shape(wanted, "reshape"));
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    public Tensor Reshape(Shape shape)
    {
        if (HasShape(shape)) return this;
        if (shape.Elements != Count) throw new TensorException($"reshape: {Shape} has {Count} elements, {shape} has {shape.Elements}");
        Span<int> strides = stackalloc int[shape.Rank];
        if (!TryReshape(shape.Sizes, strides)) return Copy().Reshape(shape);
        return View(shape.Sizes, strides, _layout.Offset).From(new Reshape(shape), this);
    }

    // Walks both shapes from the last axis: each run of old axes that covers a run of new ones must itself be free of gaps.
    private bool TryReshape(ReadOnlySpan<int> sizes, Span<int> strides)
    {
        strides.Clear();
        if (Count == 0) return true;
        int old = Rank - 1;
        int axis = sizes.Length - 1;
        while (axis >= 0)
        {
            while (old >= 0 && _layout.Sizes[old] == 1) old--;
            if (old < 0)
            {
                axis--;
                continue;
            }
            int stride = _layout.Strides[old];
            long covered = _layout.Sizes[old];
            long placed = 1;
            while (axis >= 0 && (placed < covered || sizes[axis] == 1))
            {
                strides[axis] = (int)(stride * placed);
                placed *= sizes[axis--];
                while (placed > covered)
                {
                    if (--old < 0) return false;
                    if (_layout.Sizes[old] == 1) continue;
                    if (_layout.Strides[old] != stride * covered) return false;
                    covered *= _layout.Sizes[old];
                }
            }
            if (placed != covered) return false;
            old--;
        }
        return true;
    }

    /// <summary>All elements in one row.</summary>
    public Tensor Flatten() => Reshape([Count]);

    /// <summary>A new axis of size 1 before that axis; -1 puts it last.</summary>
    public Tensor Unsqueeze(int axis)
    {
        axis = NewAxis("unsqueeze", axis);
        Span<int> sizes = stackalloc int[Rank + 1];
        _layout.Sizes[..axis].CopyTo(sizes);
        sizes[axis] = 1;
        _layout.Sizes[axis..].CopyTo(sizes[(axis + 1)..]);
        return Reshape(new Shape(sizes));
    }

    // Where the new axis stands, from the first.
    private int NewAxis(string op, int axis)
    {
        int place = axis < 0 ? axis + Rank + 1 : axis;
        if (place < 0 || place > Rank) throw new TensorException($"{op}: {Shape} takes a new axis from 0 to {Rank}, not {axis}");
        return Rank < Layout.MaxRank ? place : throw new TensorException($"{op}: {Shape} has {Rank} axes, and a tensor at most {Layout.MaxRank}, so that it takes no new one");
    }

    /// <summary>Without one axis of size 1.</summary>
    public Tensor Squeeze(int axis)
    {
        axis = Shape.AxisIndex(axis, "squeeze");
        return _layout.Sizes[axis] == 1 ? Reshape(Shape.Without(axis)) : throw new TensorException($"squeeze: axis {axis} of {Shape} is {_layout.Sizes[axis]}, not 1");
    }

    /// <summary>Without the axes of size 1. A view.</summary>
    public Tensor Squeeze()
    {
        Span<int> left = stackalloc int[Rank];
        int rank = 0;
        foreach (int size in _layout.Sizes)
        {
            if (size != 1) left[rank++] = size;
        }
        return Reshape(new Shape(left[..rank]));
    }

    /// <summary>The same elements in fresh memory without gaps.</summary>
    public Tensor Copy()
    {
        Tensor y = Empty(Dense, DType, Device);
        CopyInto(y);
        return y.From(default(Copy), this);
    }

    internal void CopyInto(Tensor y)
    {
        switch (DType)
        {
            case DType.Float32: CopyInto<float>(y); break;
            case DType.Float64: CopyInto<double>(y); break;
            case DType.Int32: CopyInto<int>(y); break;
            default: CopyInto<bool>(y); break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CopyInto<T>(Tensor y)
        where T : unmanaged
    {
        RequireValid();
        var from = new View<T>(Buffer, _layout);
        var to = new View<T>(y.Buffer, y._layout);
        Device.Copy(from, to);
    }
}
