using System.Reflection;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>An error carries the name of the function that was called, not that of one which it is made of: every public method of tensors that takes nothing but
/// tensors and plain values is called on all sorts of tensors with right and wrong arguments, and what it refuses with begins with its own name.</summary>
public sealed class ErrorNameTests
{
    private static readonly Tensor[] s_tensors =
    [
        Tensor.Zeros([4, 3]), Tensor.Zeros([4, 3], DType.Int32), Tensor.Zeros([4, 3], DType.Bool), Tensor.Ones([2, 2]), Tensor.Scalar(1), Tensor.Zeros([0, 3]), Tensor.Zeros([5]), Tensor.Full([2, 2], double.NaN),
    ];

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
            method.Invoke(x, arguments);
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is TensorException refused)
        {
            return refused.Message;
        }
    }

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
        return type == typeof(int) ? [0, 9]
            : type == typeof(double) ? [0.5, double.NaN]
            : type == typeof(bool) ? [parameter.HasDefaultValue ? parameter.DefaultValue : false]
            : type == typeof(Tensor) ? [s_tensors[0], s_tensors[1], s_tensors[3], s_tensors[6]]
            : type == typeof(double?) ? [null]
            : null;
    }

    private static string Letters(string words) => new([.. words.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
