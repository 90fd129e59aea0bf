using System.Reflection;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>What must not be null is named when it is, as the method calls it that was called: every public method and operator of tensors is called with each of
/// its tensors null.</summary>
public sealed class NullNameTests
{
    private static readonly Tensor s_matrix = Tensor.Ones([2, 2]), s_mask = Tensor.Ones([2, 2], DType.Bool), s_indices = Tensor.Zeros([2, 2], DType.Int32);

    public static TheoryData<string> Methods => [.. Candidates().Select(method => method.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_is_null_is_named(string name)
    {
        foreach (MethodInfo method in Candidates().Where(method => method.Name == name))
        {
            ParameterInfo[] parameters = method.GetParameters();
            foreach (ParameterInfo missing in parameters.Where(parameter => parameter.ParameterType == typeof(Tensor)))
            {
                // One of these is what the method works on; of another it may say so before it looks further.
                string?[] named = [.. new[] { s_matrix, s_mask, s_indices }.Select(x => Named(method, x, [.. parameters.Select(parameter => parameter == missing ? null : Value(parameter, x))]))];
                Assert.True(named.Contains(missing.Name), $"{method}: {missing.Name} is null, and named: {string.Join(", ", named.Select(one => one ?? "nothing"))}");
            }
        }
    }

    private static string? Named(MethodInfo method, Tensor x, object?[] arguments)
    {
        try
        {
            method.Invoke(x, arguments);
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentNullException missing)
        {
            return missing.ParamName;
        }
        catch (TargetInvocationException error)
        {
            return error.InnerException!.GetType().Name;
        }
    }

    private static IEnumerable<MethodInfo> Candidates() => typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsGenericMethod && method.GetParameters() is var parameters && parameters.Any(parameter => parameter.ParameterType == typeof(Tensor))
            && parameters.All(parameter => parameter.ParameterType == typeof(Tensor) || Value(parameter, s_matrix) is not null));

    private static object? Value(ParameterInfo parameter, Tensor x) => parameter.ParameterType switch
    {
        var type when type == typeof(Tensor) => x,
        { IsByRefLike: true } => null,
        _ when parameter.HasDefaultValue && parameter.DefaultValue is { } value => value,
        { IsValueType: true } type => Activator.CreateInstance(type),
        _ => null,
    };
}
