using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>An error carries the name of the function that was called, not that of one which it is made of: every public method of tensors that takes nothing but
/// tensors, shapes, plain values and lists of those is called on all sorts of tensors with right and wrong arguments, and what it refuses with begins with its own name.</summary>
public sealed class ErrorNameTests
{
    private static readonly Tensor[] s_tensors =
    [
        Tensor.Zeros([4, 3]), Tensor.Zeros([4, 3], DType.Int32), Tensor.Zeros([4, 3], DType.Bool), Tensor.Ones([2, 2]), Tensor.Scalar(1), Tensor.Zeros([0, 3]), Tensor.Zeros([5]), Tensor.Full([2, 2], double.NaN),
        Tensor.Ones([1, 1, 1, 1, 1, 1, 1, 2]),
    ];

    private static readonly ConcurrentDictionary<MethodInfo, Func<Tensor, object?[], object?>> s_calls = [];

    public static TheoryData<string> Methods => [.. Candidates().Select(method => method.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_a_method_refuses_with_begins_with_its_name(string name)
    {
        foreach (MethodInfo method in Candidates().Where(method => method.Name == name))
        {
            foreach (Tensor x in s_tensors)
            {
                foreach (object?[] arguments in Arguments(method.GetParameters()))
                {
                    if (Refusal(method, x, arguments) is not { } message) continue;
                    string told = Letters(message.Split(':')[0]);
                    Assert.True(told == Letters(name), $"{name} on {x.DType.Name()} {x.Shape} with ({string.Join(", ", arguments)}) says '{message}'");
                }
            }
        }
    }

    [Fact]
    public void Most_methods_refuse_something()
    {
        int refusing = Candidates().Select(method => method.Name).Distinct().Count(name => Candidates().Where(method => method.Name == name)
            .Any(method => s_tensors.Any(x => Arguments(method.GetParameters()).Any(arguments => Refusal(method, x, arguments) is not null))));
        Assert.True(refusing > 60, $"{refusing} methods");
    }

    private static string? Refusal(MethodInfo method, Tensor x, object?[] arguments)
    {
        try
        {
            _ = s_calls.GetOrAdd(method, Call)(x, arguments);
            return null;
        }
        catch (TensorException refused)
        {
            return refused.Message;
        }
    }

    // Reflection calls nothing that takes a span; an expression does, and makes it of an array.
    private static Func<Tensor, object?[], object?> Call(MethodInfo method)
    {
        ParameterExpression x = Expression.Parameter(typeof(Tensor)), arguments = Expression.Parameter(typeof(object?[]));
        IEnumerable<Expression> values = method.GetParameters().Select((parameter, i) =>
        {
            Expression value = Expression.ArrayIndex(arguments, Expression.Constant(i));
            return ElementOf(parameter.ParameterType) is { } element
                ? Expression.Convert(Expression.Convert(value, element.MakeArrayType()), parameter.ParameterType)
                : (Expression)Expression.Convert(value, parameter.ParameterType);
        });
        return Expression.Lambda<Func<Tensor, object?[], object?>>(Expression.Convert(Expression.Call(method.IsStatic ? null : x, method, values), typeof(object)), x, arguments).Compile();
    }

    private static Type? ElementOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) ? type.GetGenericArguments()[0] : null;

    private static IEnumerable<MethodInfo> Candidates() => typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && !method.IsGenericMethod && method.Name != nameof(Tensor.MoveTo) && method.GetParameters().All(parameter => Values(parameter) is not null));

    private static List<object?[]> Arguments(ParameterInfo[] parameters)
    {
        List<object?[]> all = [[]];
        foreach (ParameterInfo parameter in parameters) all = [.. all.SelectMany(some => Values(parameter)!.Select(value => (object?[])[.. some, value]))];
        return all;
    }

    // Few, since they multiply.
    private static object?[]? Values(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        Type? element = ElementOf(type);
        return element == typeof(int) ? [Array.Empty<int>(), new[] { 0 }, new[] { 9 }, new[] { 0, 0 }, new[] { -1, 2 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 2 }, new[] { int.MaxValue, int.MaxValue }]
            : element == typeof(double) ? [Array.Empty<double>(), new[] { 0.5 }, new[] { 0.5, 2 }]
            : element == typeof(bool) ? [Array.Empty<bool>(), new[] { true, false }]
            : element == typeof(Tensor) ? [Array.Empty<Tensor>(), .. s_tensors.Select(one => new[] { one }), .. s_tensors.Select(one => new[] { one, one }), new[] { s_tensors[0], s_tensors[3] }, new[] { s_tensors[0], s_tensors[1] }]
            : element == typeof((int, int)) ? [Array.Empty<(int, int)>(), new[] { (1, 1), (0, 2) }, new[] { (-1, 0) }, new[] { (int.MaxValue, 1), (0, 0) }]
            : element == typeof(Slice) ? [Array.Empty<Slice>(), new Slice[] { 0 }, new Slice[] { 7 }, new Slice[] { 0..9 }, new Slice[] { Slice.Every(-1), 1, 1 }]
            : element is not null ? null
            : type == typeof(Shape) ? [new Shape([2, 2]), new Shape([0]), new Shape([5, 4, 3]), new Shape([1, 1, 1, 1, 1, 1, 1, 1])]
            : type.IsEnum ? [.. Enum.GetValuesAsUnderlyingType(type).Cast<int>().Select(value => Enum.ToObject(type, value))]
            : type == typeof(Kernels.Device) ? [null]
            : type == typeof(string) ? ["ij,jk->ik", "ij->ii", "i", ""]
            : type == typeof(int) ? [0, 9]
            : type == typeof(double) ? [0.5, double.NaN]
            : type == typeof(bool) ? [parameter.HasDefaultValue ? parameter.DefaultValue : false]
            : type == typeof(Tensor) ? [s_tensors[0], s_tensors[1], s_tensors[3], s_tensors[6]]
            : type == typeof(double?) ? [null]
            : null;
    }

    private static string Letters(string words) => new([.. words.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
