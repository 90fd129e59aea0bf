namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>Tensors answer as NumPy's arrays do, and refuse what NumPy refuses: some thousand cases that generate.py made.</summary>
public sealed class CorpusTests
{
    /// <summary>So many differences of one operation are told.</summary>
    private const int Told = 5;

    public static TheoryData<string> Ops => [.. CorpusOps.ByName.Keys.Union(Corpus.It.Cases.Select(cases => cases.Key))];

    [Theory]
    [MemberData(nameof(Ops))]
    public void As_NumPy_answers(string op)
    {
        Assert.True(CorpusOps.ByName.TryGetValue(op, out CorpusOp? call), $"the corpus asks for '{op}': add it to {nameof(CorpusOps)}");
        CorpusCase[] cases = [.. Corpus.It.Cases[op]];
        Assert.True(cases.Length > 0, $"'{op}' has no cases: add some to generate.py and run it");
        string[] differences = [.. cases.Select(each => Replay(each, call.Call)).OfType<string>()];
        Assert.True(differences.Length == 0, $"{differences.Length} of {cases.Length} differ:\n{string.Join('\n', differences.Take(Told))}");
    }

    /// <summary>A lambda that is wrong in one case must be seen: another dtype, another shape, another bit, an exception, none.</summary>
    [Fact]
    public void Planted_faults_are_caught()
    {
        CorpusCase answer = Corpus.It.Cases["negate"].First(each => each.Inputs()[0] is { DType: DType.Float32, Count: > 1 }), refusal = Corpus.It.Cases["matmul"].First(each => each.Fails);
        Assert.Null(Replay(answer, (x, a) => -x[0]));
        Assert.NotNull(Replay(answer, (x, a) => (-x[0]).To(DType.Float64)));
        Assert.NotNull(Replay(answer, (x, a) => (-x[0]).Unsqueeze(0)));
        Assert.NotNull(Replay(answer, (x, a) => -x[0] + 1e-6));
        Assert.NotNull(Replay(answer, (x, a) => throw new TensorException("no")));
        Assert.Null(Replay(refusal, (x, a) => x[0].MatMul(x[1])));
        Assert.NotNull(Replay(refusal, (x, a) => x[0]));
        Assert.NotNull(Replay(refusal, (x, a) => throw new InvalidOperationException("another type")));
    }

    /// <summary>A tolerance in ULPs forgives neither a few more nor the sign of a zero.</summary>
    [Fact]
    public void Faults_beyond_a_tolerance_are_caught()
    {
        CorpusCase near = Corpus.It.Cases["arctan"].First(each => each.Inputs()[0] is { DType: DType.Float32 } x && x.ToArray<float>().Any(number => number == 0 && float.IsNegative(number)));
        Assert.Null(Replay(near, (x, a) => x[0].Atan()));
        Assert.NotNull(Replay(near, (x, a) => x[0].Atan() + 0));
        Assert.NotNull(Replay(near, (x, a) => x[0].Atan() * (1 + 1e-6)));
    }

    private static string? Replay(CorpusCase question, Func<Tensor[], Arguments, Tensor> call)
    {
        try
        {
            Tensor y = call(question.Inputs(), question.Arguments);
            if (question.Fails) return $"{question}: NumPy raises, here it is {y.Shape}";
            return question.Difference(y) is { } difference ? $"{question}: {difference}" : null;
        }
        catch (Exception error) when (!(question.Fails && error is TensorException))
        {
            return $"{question}: {error.GetType().Name}: {error.Message}";
        }
        catch (TensorException)
        {
            return null;
        }
    }
}
