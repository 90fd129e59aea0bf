using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Making tensors and reading them out.
public sealed partial class Tensor
{
    /// <summary>A tensor of zeros (false for bool).</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 0, dtype, device);

    /// <summary>A tensor of ones (true for bool).</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, Device? device = null) => Full(shape, 1, dtype, device);

    /// <summary>A tensor with one value everywhere: for int32 a whole number that fits, for bool not 0 is true.</summary>
    /// <exception cref="TensorException">The value is no int32, and one was asked for.</exception>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32, Device? device = null) => Full("full", shape, value, dtype, device);

    private static Tensor Full(string op, Shape shape, double value, DType dtype, Device? device)
    {
        if (dtype == DType.Int32 && IsNoInt(value)) throw new TensorException(FormattableString.Invariant($"{op}: {value} is no int32, but {shape} should be; use DType.Float32"));
        Tensor y = Empty(shape, dtype, device ?? CpuDevice.Default);
        switch (dtype)
        {
            case DType.Float32: y.Fill((float)value); break;
            case DType.Float64: y.Fill(value); break;
            case DType.Int32: y.Fill((int)value); break;
            default: y.Fill(value != 0); break;
        }
        return y;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill<T>(T value)
        where T : unmanaged
    {
        var all = new View<T>(Buffer, _layout);
        Device.Fill(value, all);
    }

    /// <summary>A single number, shape []; for int32 a whole one that fits, for bool not 0 is true.</summary>
    /// <exception cref="TensorException">The value is no int32, and one was asked for.</exception>
    public static Tensor Scalar(double value, DType dtype = DType.Float32, Device? device = null) => Full("scalar", [], value, dtype, device);

    /// <summary>A copy of elements in row-major order.</summary>
    /// <typeparam name="T">float, double, int or bool: the dtype.</typeparam>
    /// <exception cref="TensorException">The number of elements is not the product of the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> elements, Shape shape, Device? device = null)
        where T : unmanaged
    {
        if (elements.Length != shape.Elements) throw new TensorException($"from: {elements.Length} elements do not fill shape {shape}, which has {shape.Elements}");
        Tensor y = Empty(shape, DTypes.Of<T>(), device ?? CpuDevice.Default);
        y.Device.Write(elements, y.ReadView<T>());
        return y;
    }

    /// <summary>A copy of elements in row-major order.</summary>
    public static Tensor From<T>(T[] elements, Shape shape, Device? device = null)
        where T : unmanaged => From<T>(elements.AsSpan(), shape, device);

    /// <summary>A vector with those elements.</summary>
    public static Tensor From<T>(params ReadOnlySpan<T> elements)
        where T : unmanaged => From(elements, [elements.Length]);

    /// <summary>A matrix with those rows.</summary>
    public static Tensor From<T>(T[,] rows, Device? device = null)
        where T : unmanaged => From<T>([.. rows.Cast<T>()], [rows.GetLength(0), rows.GetLength(1)], device);

    /// <summary>0, 1, … count - 1 as a vector.</summary>
    public static Tensor Arange(int count, DType dtype = DType.Int32, Device? device = null) =>
        Arange(0, count, 1, dtype, device);

    /// <summary>The numbers 1 on the diagonal of an n × n matrix, 0 elsewhere.</summary>
    public static Tensor Eye(int n, DType dtype = DType.Float32, Device? device = null) => Eye(n, n, 0, dtype, device);

    /// <summary>Rows with a 1 at the label and 0 elsewhere; shape [labels..., classes].</summary>
    /// <exception cref="TensorException">A label is negative or not below the number of classes, or the labels are not int32.</exception>
    public static Tensor OneHot(Tensor labels, int classes, DType dtype = DType.Float32)
    {
        if (Given(labels).DType != DType.Int32) throw new TensorException($"one-hot: labels are {labels.DType.Name()} {labels.Shape}; they must be int32, convert with .To(DType.Int32)");
        // The values of a traced tensor cannot be read; the scatter looks at them too, if in its own words.
        if (!labels.IsTraced && labels.Count > 0 && (labels.Min().Item() < 0 || labels.Max().Item() >= classes))
        {
            int[] all = labels.ToArray<int>();
            int row = Array.FindIndex(all, label => label < 0 || label >= classes);
            throw new TensorException($"one-hot: label {all[row]} of row {row}: there are {classes} classes, so labels go from 0 to {classes - 1}");
        }
        Tensor column = labels.Unsqueeze(-1);
        return Ones(column.Shape, dtype == DType.Bool ? DType.Int32 : dtype, labels.Device).ScatterAdd(column, -1, classes).To(dtype);
    }

    /// <summary>The elements in row-major order, which no gradient flows through. T must be the type of the dtype.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        RequireUntraced(nameof(ToArray));
        RequireType<T>("to array");
        var elements = new T[Count];
        Read(ReadView<T>(), elements);
        return elements;
    }

    /// <summary>The only element, as float64: a number of C#, which no gradient flows through. What a function under <c>Gradient</c> computes with it is a
    /// constant to the derivative, without an error; stay with tensors there.</summary>
    /// <exception cref="TensorException">There is not exactly one element.</exception>
    public double Item()
    {
        RequireUntraced(nameof(Item));
        if (Count != 1) throw new TensorException($"item: {Shape} has {Count} elements, not one; reduce or index first");
        switch (DType)
        {
            case DType.Float32: return Read<float>();
            case DType.Float64: return Read<double>();
            case DType.Int32: return Read<int>();
            default: return Read<bool>() ? 1 : 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T Read<T>()
        where T : unmanaged
    {
        RequireValid();
        T element = default;
        var one = new View<T>(Buffer, _layout);
        Read(one, new Span<T>(ref element));
        return element;
    }

    /// <summary>The same numbers in another dtype: to nearest for floats, towards zero for int32 (NaN becomes 0), not 0 is true. Gradients
    /// flow between the float types.</summary>
    public Tensor To(DType dtype)
    {
        if (dtype == DType) return this;
        Tensor y = Empty(Dense, dtype, Device);
        switch (DType)
        {
            case DType.Float32: ConvertTo(y, ReadView<float>()); break;
            case DType.Float64: ConvertTo(y, ReadView<double>()); break;
            case DType.Int32: ConvertTo(y, ReadView<int>()); break;
            default: ConvertTo(y, Bytes(this)); break;
        }
        return y.From(new Cast(dtype), this);
    }

    private void ConvertTo<T>(Tensor y, in View<T> x)
        where T : unmanaged, INumber<T>
    {
        switch (y.DType)
        {
            case DType.Float32: Device.Convert(x, y.ReadView<float>()); break;
            case DType.Float64: Device.Convert(x, y.ReadView<double>()); break;
            case DType.Int32: Device.Convert(x, y.ReadView<int>()); break;
            default: Device.Compare(default(NotEqual), x, ExpandTo(Zeros([], DType, Device)).ReadView<T>(), y.ReadView<bool>()); break;
        }
    }

    // A truth value is the byte 0 or 1.
    private static View<byte> Bytes(Tensor mask)
    {
        View<bool> view = mask.ReadView<bool>();
        return new View<byte>(view.Buffer, view.Layout);
    }

    private Tensor ExpandTo(Tensor scalar) => scalar.Expand(Shape);

    private void RequireType<T>(string op)
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
            throw new TensorException($"{op}: {Shape} holds {DType.Name()}, not {DTypes.Of<T>().Name()}; convert with .To(DType.{DTypes.Of<T>()})");
    }
}
