using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Whatever is made of an example is recorded: a result that was not would silently be the same for all examples. All methods of a tensor
/// are found by reflection, but for those that take spans, which reflection cannot pass, and called with what their parameters' types allow.</summary>
public sealed class TracingTests
{
    /// <summary>Calls of one method that are tried.</summary>
    private const int MostCalls = 3000;

    private static readonly Tensor[] s_tensors =
    [
        Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } }), Tensor.From(0.5, 1, 2), Tensor.Scalar(0.5, DType.Float64), Tensor.Ones([1, 3, 3, 3], DType.Float64), Tensor.Ones([3, 3, 2, 2], DType.Float64),
        Tensor.From(new[,] { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 1, 1 } }), Tensor.From(0, 1, 2), Tensor.Ones([3, 3], DType.Bool), Tensor.Ones([3], DType.Bool),
        Tensor.Eye(3, DType.Float64) + 0.5,
    ];

    /// <summary>Those whose shape follows from the values, which an example must not give away.</summary>
    private static readonly string[] s_refused = [nameof(Tensor.NonZero), nameof(Tensor.MaskedSelect), nameof(Tensor.BinCount)];

    /// <summary>What a parameter that is no tensor is tried with, by its type.</summary>
    private static readonly Dictionary<Type, object?[]> s_arguments = new()
    {
        [typeof(int)] = [0, 1, 3],
        [typeof(double)] = [0.5, 2.0],
        [typeof(bool)] = [true, false],
        [typeof(DType)] = [DType.Float32, DType.Int32, DType.Bool],
        [typeof(Shape)] = [new Shape([3, 3]), new Shape([9]), new Shape([5, 3])],
        [typeof(Sliding)] = [Sliding.Of()],
        [typeof(Extent)] = [(Extent)1, (Extent)2, (Extent)3],
        [typeof(Extent?)] = [null],
        [typeof(Device)] = [CpuDevice.Default],
        [typeof(Section)] = [new Section([0, 1], [1, 1], [3, 2]), new Section([1, 0], [1, 1], [3, 3])],
        [typeof(string)] = ["input"],
        [typeof(int[])] = [new[] { 0, 2 }],
    };

    public static TheoryData<string> Methods => [.. All.Where(method => method.GetParameters().All(Known)).Select(method => method.ToString()!)];

    // Those that give tensors made of tensors. Generic ones are the doors of op structs, whose forms LiftingTests go through.
    private static IEnumerable<MethodInfo> All => typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsGenericMethod && !s_refused.Contains(method.Name) && Gives(method.ReturnType) && (!method.IsStatic || method.GetParameters().Any(parameter => IsTensor(parameter.ParameterType))));

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_is_made_of_an_example_is_recorded(string name)
    {
        MethodInfo method = All.Single(candidate => candidate.ToString() == name);
        Type[] types = [.. method.IsStatic ? [] : new[] { typeof(Tensor) }, .. method.GetParameters().Select(parameter => parameter.ParameterType)];
        int calls = 0, done = 0;
        foreach (object?[] arguments in Choices(types).Take(MostCalls))
        {
            calls++;
            object? result;
            try
            {
                result = Call(method, arguments);
            }
            catch (TargetInvocationException error) when (error.InnerException is TensorException or OverflowException)
            {
                continue;       // these arguments do not fit
            }
            done++;
            Assert.All(In(result), y => Assert.True(y.IsTraced && y.TracedOrigin is not null, $"{name} gives a {y.DType} {y.Shape} that does not lead back to the example: record it with From(op, inputs)"));
        }
        Assert.True(done > 0, $"none of {calls} calls of {name} fitted: add to {nameof(s_tensors)} or {nameof(s_arguments)} what it takes");
    }

    [Fact]
    public void Shapes_that_follow_from_values_are_refused()
    {
        Tensor x = s_tensors[0].AsExample(), mask = x.Greater(3);
        Assert.Contains("vectorise", Assert.Throws<TensorException>(() => mask.NonZero()).Message, StringComparison.Ordinal);
        Assert.Contains("vectorise", Assert.Throws<TensorException>(() => x.MaskedSelect(mask)).Message, StringComparison.Ordinal);
        Assert.Contains("vectorise", Assert.Throws<TensorException>(() => s_tensors[6].AsExample().BinCount()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_recorded_elsewhere()
    {
        Tensor x = Tensor.From(1.0, 2);
        Assert.All(new[] { x, x.Exp(), x.Less(x), x.ArgMax(0), x.Track() * x, x.Track().StopGradient() }, y => Assert.True(!y.IsTraced && y.TracedOrigin is null));
        Assert.Null(x.Track().Less(x).Origin);
        Tensor example = x.AsExample();
        Assert.False(example.IsTracked);
        Assert.Null((example * 2).Origin);
        Assert.Equal(typeof(Scale), (example * 2).TracedOrigin!.OpType);
        Assert.True(x.Track().AsExample().IsTracked);
        Assert.Same(example, example.Track().TracedOrigin!.Input(0));
    }

    private static bool Known(ParameterInfo parameter) => IsTensor(parameter.ParameterType) || s_arguments.ContainsKey(parameter.ParameterType);

    private static bool IsTensor(Type type) => type == typeof(Tensor) || type == typeof(Tensor[]);

    private static bool Gives(Type type) => IsTensor(type) || (type.IsGenericType && typeof(ITuple).IsAssignableFrom(type) && type.GenericTypeArguments.Any(IsTensor));

    private static IEnumerable<Tensor> In(object? result) => result switch
    {
        Tensor tensor => [tensor],
        IEnumerable several => several.OfType<Tensor>(),
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => In(tuple[i])),
        _ => [],
    };

    // All tensors are examples.
    private static IEnumerable<object?[]> Choices(Type[] types) => types.Aggregate(
        (IEnumerable<object?[]>)[[]],
        (rows, type) => rows.SelectMany(row => Values(type).Select(value => (object?[])[.. row, value])));

    private static IEnumerable<object?> Values(Type type) =>
        type == typeof(Tensor) ? s_tensors.Select(tensor => tensor.AsExample())
        : type == typeof(Tensor[]) ? s_tensors.Select(tensor => new[] { tensor.AsExample(), tensor.AsExample() })
        : s_arguments[type];

    private static object? Call(MethodInfo method, object?[] arguments) => method.IsStatic ? method.Invoke(null, arguments) : method.Invoke(arguments[0], arguments[1..]);
}
