using System.Numerics;
using System.Reflection;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Every op struct, found by reflection, keeps its record.</summary>
public sealed partial class ElementwiseTests
{
    private const double FewUlp = 4;

    private static readonly IReadOnlyDictionary<string, object> s_unary = OpCatalog.Ops(typeof(IUnaryOp));
    private static readonly IReadOnlyDictionary<string, object> s_binary = OpCatalog.Ops(typeof(IBinaryOp));

    /// <summary>float64 references for the ops whose scalar form is a construction of ours.</summary>
    private static readonly Dictionary<Type, Func<double, double>> s_references = new()
    {
        [typeof(Log1P)] = x => Wide.Log1P(x).High,
        [typeof(ExpM1)] = x => Wide.ExpM1(x).High,
        [typeof(Softplus)] = x => Wide.Softplus(x).High,
        [typeof(Sigmoid)] = x => Wide.Sigmoid(x).High,
        [typeof(Erf)] = x => Wide.Erf(x).High,
    };

    public static TheoryData<string> Unary => [.. s_unary.Keys];

    public static TheoryData<string> Binary => [.. s_binary.Keys];

    public static TheoryData<string> All => [.. OpCatalog.Types(typeof(IOp)).Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_op_has_a_name_and_a_record(string op)
    {
        Type type = OpCatalog.Types(typeof(IOp)).Single(candidate => candidate.Name == op);
        OpRecord record = OpCatalog.RecordOf(type);
        Assert.True(record.Low < record.High, $"{op}: its domain is empty");
        Assert.True(record.Ulp >= 0);
        Assert.Equal(OpCatalog.NameOf(type), OpCatalog.NameOf(type).ToLowerInvariant());
        Assert.NotEmpty(OpCatalog.Samples(type));
    }

    [Fact]
    public void Names_are_unique()
    {
        string[] names = [.. OpCatalog.Types(typeof(IOp)).Select(OpCatalog.NameOf)];
        Assert.Equal(names.Distinct(), names);
    }

    [Theory]
    [MemberData(nameof(Unary))]
    public void One_operand_value(string op)
    {
        Func<double, double>? reference = s_references.GetValueOrDefault(s_unary[op].GetType());
        Expect(Generic(nameof(ValueOf), s_unary[op], typeof(float), reference) ?? Generic(nameof(ValueOf), s_unary[op], typeof(double), reference));
    }

    [Theory]
    [MemberData(nameof(Unary))]
    public void One_operand_extremes(string op) =>
        Expect(Generic(nameof(OpCheck.Extremes), s_unary[op], typeof(float)) ?? Generic(nameof(OpCheck.Extremes), s_unary[op], typeof(double)));

    [Theory]
    [MemberData(nameof(Unary))]
    public void One_operand_layouts(string op) =>
        Expect(Generic(nameof(OpCheck.Layouts), s_unary[op], typeof(float)) ?? Generic(nameof(OpCheck.Layouts), s_unary[op], typeof(double)));

    [Theory]
    [MemberData(nameof(Binary))]
    public void Two_operands(string op) =>
        Expect(Generic(nameof(OpCheck.Pairs), s_binary[op], typeof(float)) ?? Generic(nameof(OpCheck.Pairs), s_binary[op], typeof(double)) ?? Generic(nameof(OpCheck.Pairs), s_binary[op], typeof(int)));

    [Fact]
    public void Tanh_of_zero_is_zero_with_its_sign()
    {
        float[] y = OnDevice.Map(OpCheck.Checked, default(Tanh), [0f, -0f], Layout.Contiguous([2]));
        Assert.Equal([0f, 0f], y);
        Assert.True(float.IsNegative(y[1]) && float.IsPositive(y[0]));
    }

    [Theory]
    [InlineData(1e-10)]
    [InlineData(-1e-10)]
    [InlineData(1e-30)]
    public void Near_zero_nothing_is_lost(double x)
    {
        Layout one = Layout.Contiguous([1]);
        float[] results =
        [
            OnDevice.Map(OpCheck.Checked, default(ExpM1), [(float)x], one)[0], OnDevice.Map(OpCheck.Checked, default(Log1P), [(float)x], one)[0],
            OnDevice.Map(OpCheck.Checked, default(Tanh), [(float)x], one)[0], default(ExpM1).Apply((float)x), default(Log1P).Apply((float)x),
        ];
        Assert.All(results, y => Assert.InRange(Ulps.Between(y, (float)x), 0, FewUlp));
    }

    /// <summary>Odd functions, and those that are x near 0, keep its sign in the scalar form too; AccuracyTests sees to the SIMD form.</summary>
    [Fact]
    public void The_scalar_form_keeps_the_sign_of_zero()
    {
        float[] y = [Zero(default(Tanh)), Zero(default(Sin)), Zero(default(ExpM1)), Zero(default(Log1P)), Zero(default(Erf))];
        Assert.All(y, z => Assert.True(z == 0 && float.IsNegative(z)));

        static float Zero<TOp>(TOp op)
            where TOp : struct, IUnaryOp
        {
            float zero = op.Apply(0f);
            Assert.True(zero == 0 && float.IsPositive(zero), $"{TOp.Name}(0) is {zero}");
            return op.Apply(-0f);
        }
    }

    /// <summary>Softplus far on the left is e^x, far on the right x.</summary>
    [Fact]
    public void Softplus_far_out()
    {
        double[] y = OnDevice.Map(OpCheck.Checked, default(Softplus), [-50.0, -700, 50, 1e4, -1e4], Layout.Contiguous([5]));
        Assert.Equal(1, y[0] / Math.Exp(-50), 1e-14);
        Assert.Equal(1, y[1] / Math.Exp(-700), 1e-13);
        Assert.Equal([50, 1e4, 0], y[2..]);
    }

    internal static string? ValueOf<TOp, T>(TOp op, Func<double, double>? reference)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => OpCheck.Values<TOp, T>(op, reference ?? op.Apply);

    private static string? Generic(string check, object op, Type element, params object?[] more)
    {
        Type home = check == nameof(ValueOf) ? typeof(ElementwiseTests) : typeof(OpCheck);
        MethodInfo method = home.GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(m => m.Name == check && m.IsGenericMethod && m.GetGenericArguments().Length == 2);
        return (string?)method.MakeGenericMethod(op.GetType(), element).Invoke(null, [op, .. more]);
    }

    private static void Expect(string? failure)
    {
        if (failure is not null) Assert.Fail(failure);
    }
}
