namespace DeepPuzzles.Tensors;

// Several tensors become one.
public sealed partial class Tensor
{
    /// <summary>Tensors of equal shape but along one axis, one after the other along it.</summary>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        if (tensors.Length == 0) throw new TensorException("concat: no tensors were given");
        Tensor first = tensors[0];
        axis = first.Shape.AxisIndex(axis, "concat");
        long size = 0;
        foreach (Tensor tensor in tensors)
        {
            RequireSame("concat", first, tensor);
            if (tensor.Rank != first.Rank || tensor.Shape.With(axis, 1) != first.Shape.With(axis, 1))
                throw new TensorException($"concat: {first.Shape} and {tensor.Shape} differ along an axis other than {axis}");
            size += tensor.Shape.Sizes[axis];
        }
        Tensor y = Empty(first.Shape.With(axis, first.NewSize("concat", axis, size)), first.DType, first.Device);
        var starts = new int[tensors.Length];
        for (int i = 0, start = 0; i < tensors.Length; i++)
        {
            int length = tensors[i].Shape.Sizes[axis];
            tensors[i].CopyInto(y.Take(Stretch(y.Shape, axis, start, length)));
            starts[i] = start;
            start += length;
        }
        return y.From(new Concat(axis, starts), tensors.ToArray());
    }

    /// <summary>Tensors of equal shape side by side along a new axis.</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        if (tensors.Length == 0) throw new TensorException("stack: no tensors were given");
        axis = axis < 0 ? axis + tensors[0].Rank + 1 : axis;
        if (axis < 0 || axis > tensors[0].Rank) throw new TensorException($"stack: {tensors[0].Shape} takes a new axis from 0 to {tensors[0].Rank}, not {axis}");
        var raised = new Tensor[tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            RequireSame("stack", tensors[0], tensors[i]);
            if (!SameShape(tensors[0], tensors[i])) throw new TensorException($"stack: {tensors[0].Shape} and {tensors[i].Shape} differ; to join along an axis that is there use Concat");
            raised[i] = tensors[i].Unsqueeze(axis);
        }
        return Concat(raised, axis);
    }
}
