namespace DeepPuzzles.Tensors;

// Several tensors become one.
public sealed partial class Tensor
{
    /// <summary>Tensors of equal shape but along one axis, one after the other along it.</summary>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0) => Concat("concat", tensors, axis);

    private static Tensor Concat(string op, ReadOnlySpan<Tensor> tensors, int axis)
    {
        Tensor first = First(op, tensors);
        axis = first.Shape.AxisIndex(axis, op);
        long size = 0;
        bool isRecorded = false;
        foreach (Tensor tensor in tensors)
        {
            RequireSame(op, first, tensor, nameof(tensors));
            if (tensor.Rank != first.Rank || tensor.Shape.With(axis, 1) != first.Shape.With(axis, 1))
                throw new TensorException($"{op}: {first.Shape} and {tensor.Shape} differ along an axis other than {axis}");
            size += tensor.Shape.Sizes[axis];
            isRecorded |= tensor.IsTraced | (tensor.IsTracked && Tracking.IsOn);
        }
        Tensor y = Empty(first.Shape.With(axis, first.NewSize(op, axis, size), op), first.DType, first.Device);
        int[] starts = isRecorded ? new int[tensors.Length] : [];
        for (int i = 0, start = 0; i < tensors.Length; i++)
        {
            int length = tensors[i].Shape.Sizes[axis];
            tensors[i].CopyInto(y.Take(Stretch(y.Shape, axis, start, length)));
            if (isRecorded) starts[i] = start;
            start += length;
        }
        return y.From(new Concat(axis, starts), tensors);
    }

    /// <summary>Tensors of equal shape side by side along a new axis.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0) => Stack("stack", tensors, axis);

    private static Tensor Stack(string op, ReadOnlySpan<Tensor> tensors, int axis)
    {
        Tensor first = First(op, tensors);
        axis = first.NewAxis(op, axis);
        var raised = new Tensor[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            RequireSame(op, first, tensors[i], nameof(tensors));
            if (!SameShape(first, tensors[i])) throw new TensorException($"{op}: {first.Shape} and {tensors[i].Shape} differ; to join along an axis that is there use Concat");
            raised[i] = tensors[i].Unsqueeze(axis);
        }
        return Concat(op, raised, axis);
    }

    private static Tensor First(string op, ReadOnlySpan<Tensor> tensors) =>
        tensors.Length > 0 ? Given(tensors[0], nameof(tensors)) : throw new TensorException($"{op}: no tensors were given");
}
