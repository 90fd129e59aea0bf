namespace DeepPuzzles.Tensors.Tests.Corpus;

// Reductions, running totals and what is sorted.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> OverAxes => new()
    {
        ["sum"] = new((x, a) => x[0].Sum(a.Ints("axes"), a.Bool("keep"))),
        ["product"] = new((x, a) => x[0].Product(a.Ints("axes"), a.Bool("keep"))),
        ["max"] = new((x, a) => x[0].Max(a.Ints("axes"), a.Bool("keep"))),
        ["min"] = new((x, a) => x[0].Min(a.Ints("axes"), a.Bool("keep"))),
        ["mean"] = new((x, a) => x[0].Mean(a.Ints("axes"), a.Bool("keep"))),
        ["variance"] = new((x, a) => x[0].Variance(a.Ints("axes"), a.Bool("keep"), a.Int("correction"))),
        ["standard deviation"] = new((x, a) => x[0].StandardDeviation(a.Ints("axes"), a.Bool("keep"), a.Int("correction"))),
        ["norm"] = new((x, a) => x[0].Norm(a.Ints("axes"), a.Bool("keep"), a.Number("order"))),
        ["log-sum-exp"] = new((x, a) => x[0].LogSumExp(a.Ints("axes"), a.Bool("keep"))),
        ["any"] = new((x, a) => x[0].Any(a.Ints("axes"), a.Bool("keep"))),
        ["all"] = new((x, a) => x[0].All(a.Ints("axes"), a.Bool("keep"))),
        ["count non-zero"] = new((x, a) => x[0].CountNonZero(a.Ints("axes"), a.Bool("keep"))),
        ["argmax"] = new((x, a) => a.Has("axis") ? x[0].ArgMax(a.Int("axis"), a.Bool("keep")) : x[0].ArgMax()),
        ["argmin"] = new((x, a) => a.Has("axis") ? x[0].ArgMin(a.Int("axis"), a.Bool("keep")) : x[0].ArgMin()),
    };

    private static Dictionary<string, CorpusOp> OfAllElements => new()
    {
        ["sum of all"] = new((x, a) => x[0].Sum()),
        ["product of all"] = new((x, a) => x[0].Product()),
        ["max of all"] = new((x, a) => x[0].Max()),
        ["min of all"] = new((x, a) => x[0].Min()),
        ["mean of all"] = new((x, a) => x[0].Mean()),
        ["variance of all"] = new((x, a) => x[0].Variance()),
        ["standard deviation of all"] = new((x, a) => x[0].StandardDeviation()),
        ["norm of all"] = new((x, a) => x[0].Norm()),
        ["log-sum-exp of all"] = new((x, a) => x[0].LogSumExp()),
        ["any of all"] = new((x, a) => x[0].Any()),
        ["all of all"] = new((x, a) => x[0].All()),
        ["count all non-zero"] = new((x, a) => x[0].CountNonZero()),
    };

    private static Dictionary<string, CorpusOp> AlongAnAxis => new()
    {
        ["cumulative sum"] = new((x, a) => x[0].CumulativeSum(a.Int("axis"))),
        ["cumulative product"] = new((x, a) => x[0].CumulativeProduct(a.Int("axis"))),
        ["sort"] = new((x, a) => x[0].Sort(a.Int("axis"))),
        ["sort descending"] = new((x, a) => x[0].Sort(a.Int("axis"), descending: true)),
        ["argsort"] = new((x, a) => x[0].ArgSort(a.Int("axis"))),
        ["argsort descending"] = new((x, a) => x[0].ArgSort(a.Int("axis"), descending: true)),
        ["top-k values"] = new((x, a) => x[0].TopK(a.Int("k"), a.Int("axis"), a.Bool("largest")).Values),
        ["top-k indices"] = new((x, a) => x[0].TopK(a.Int("k"), a.Int("axis"), a.Bool("largest")).Indices),
        ["median"] = new((x, a) => x[0].Median(a.Int("axis"), a.Bool("keep"))),
        ["quantile"] = new((x, a) => x[0].Quantile(a.Number("q"), a.Int("axis"), a.Bool("keep"))),
    };
}
