using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Tensors that follow from a few numbers or from another tensor's shape.
public sealed partial class Tensor
{
    /// <summary>start, start + step, … up to but without stop, as a vector.</summary>
    /// <exception cref="TensorException">The step is 0, or the elements are too many.</exception>
    public static Tensor Arange(int start, int stop, int step = 1, DType dtype = DType.Int32, Device? device = null)
    {
        if (step == 0) throw new TensorException($"arange: a step of 0 from {start} to {stop} never ends");
        long distance = step > 0 ? (long)stop - start : (long)start - stop, stride = Math.Abs((long)step);
        long count = Math.Max(0, (distance + stride - 1) / stride);
        if (count > Array.MaxLength) throw TooMany(start, stop, step, count);
        var elements = new int[count];
        for (int i = 0; i < elements.Length; i++) elements[i] = (int)(start + (long)i * step);
        return From(elements, [elements.Length], device).To(dtype);
    }

    /// <summary>start, start + step, … up to but without stop, as a vector; computed in float64. There are ⌈(stop - start)/step⌉ elements, so that
    /// rounding may add one for a fractional step: <see cref="Linspace"/> has a number of elements instead.</summary>
    /// <exception cref="TensorException">The step is 0, a number is not finite, or one does not fit an int32 that was asked for.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType dtype = DType.Float32, Device? device = null)
    {
        double count = Math.Ceiling((stop - start) / step);
        if (step == 0 || !double.IsFinite(count))
            throw new TensorException(FormattableString.Invariant($"arange: from {start} to {stop} by {step} never ends; the numbers must be finite, the step not 0"));
        if (count > Array.MaxLength) throw TooMany(start, stop, step, count);
        var elements = new double[(int)Math.Max(0, count)];
        for (int i = 0; i < elements.Length; i++) elements[i] = start + i * step;
        if (!Fits(elements, dtype)) throw new TensorException(FormattableString.Invariant($"arange: from {start} to {stop} by {step} does not fit int32; use DType.Float64"));
        return From(elements, [elements.Length], device).To(dtype);
    }

    private static TensorException TooMany(double start, double stop, double step, double count) => new(FormattableString.Invariant(
        $"arange: from {start} to {stop} by {step} are {count} elements; a tensor has at most {Array.MaxLength}"));

    // What climbs or falls is furthest from 0 at one of its ends. To int32 a fraction is cut off.
    private static bool Fits(double[] elements, DType dtype) =>
        dtype != DType.Int32 || elements.Length == 0 || (IsInt(elements[0]) && IsInt(elements[^1]));

    private static bool IsInt(double number) => Math.Truncate(number) is >= int.MinValue and <= int.MaxValue;

    /// <summary>A number of elements at equal distances from start to stop, both among them, as a vector; computed in float64. A single element
    /// is start.</summary>
    /// <exception cref="TensorException">The count is negative, an end is not finite, or one does not fit an int32 that was asked for.</exception>
    public static Tensor Linspace(double start, double stop, int count, DType dtype = DType.Float32, Device? device = null)
    {
        if (count < 0) throw new TensorException($"linspace: {count} elements; the count must be 0 or more");
        if (!double.IsFinite(stop - start)) throw new TensorException(FormattableString.Invariant($"linspace: from {start} to {stop}; both ends and their distance must be finite"));
        var elements = new double[count];
        double step = (stop - start) / Math.Max(count - 1, 1);
        for (int i = 0; i < count; i++) elements[i] = start + i * step;
        if (count > 1) elements[^1] = stop;
        if (!Fits(elements, dtype)) throw new TensorException(FormattableString.Invariant($"linspace: from {start} to {stop} does not fit int32; use DType.Float64"));
        return From(elements, [count], device).To(dtype);
    }

    /// <summary>The number 1 on a diagonal of a matrix of rows × columns, 0 elsewhere.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="offset">0 the main diagonal, 1 the one above it, -1 the one below.</param>
    /// <param name="dtype">The dtype.</param>
    /// <param name="device">The device; the CPU if null.</param>
    /// <exception cref="TensorException">A size is negative.</exception>
    public static Tensor Eye(int rows, int columns, int offset = 0, DType dtype = DType.Float32, Device? device = null)
    {
        if (rows < 0 || columns < 0) throw new TensorException($"eye: {rows} rows and {columns} columns; both must be 0 or more");
        Tensor row = Arange(rows, DType.Int32, device).Unsqueeze(1), column = Arange(columns, DType.Int32, device);
        return column.Equal(row + (int)Math.Clamp((long)offset, -(long)rows, columns)).To(dtype);
    }

    /// <summary>Zeros in the shape and on the device of another tensor, and in its dtype unless one is given.</summary>
    public static Tensor ZerosLike(Tensor x, DType? dtype = null) => FullLike(x, 0, dtype);

    /// <summary>Ones in the shape and on the device of another tensor, and in its dtype unless one is given.</summary>
    public static Tensor OnesLike(Tensor x, DType? dtype = null) => FullLike(x, 1, dtype);

    /// <summary>One value in the shape and on the device of another tensor, and in its dtype unless one is given; for int32 a whole one that fits.</summary>
    /// <exception cref="TensorException">The value is no int32, and the tensor is to be.</exception>
    public static Tensor FullLike(Tensor x, double value, DType? dtype = null) => Full("full like", x.Shape, value, dtype ?? x.DType, x.Device);

    /// <summary>Matrices side by side with those rows, shape [n, rows, columns].</summary>
    public static Tensor From<T>(T[,,] blocks, Device? device = null)
        where T : unmanaged => From<T>([.. blocks.Cast<T>()], [blocks.GetLength(0), blocks.GetLength(1), blocks.GetLength(2)], device);
}
