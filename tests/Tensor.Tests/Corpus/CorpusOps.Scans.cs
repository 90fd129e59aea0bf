namespace DeepPuzzles.Tensors.Tests.Corpus;

// Running totals, what is sorted, and reductions of all there is.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Scans => new()
    {
        ["cumulative sum"] = new((x, a) => x[0].CumulativeSum(a.Int("axis"))),
        ["cumulative product"] = new((x, a) => x[0].CumulativeProduct(a.Int("axis"))),
        ["sort"] = new((x, a) => x[0].Sort(a.Int("axis"))),
        ["sort descending"] = new((x, a) => x[0].Sort(a.Int("axis"), descending: true)),
        ["argsort"] = new((x, a) => x[0].ArgSort(a.Int("axis"))),
        ["argsort descending"] = new((x, a) => x[0].ArgSort(a.Int("axis"), descending: true)),
        ["top-k values"] = new((x, a) => x[0].TopK(a.Int("k"), a.Int("axis"), a.Bool("largest")).Values),
        ["top-k indices"] = new((x, a) => x[0].TopK(a.Int("k"), a.Int("axis"), a.Bool("largest")).Indices),
        ["quantile"] = new((x, a) => x[0].Quantile(a.Number("q"), a.Int("axis"), a.Bool("keep"))),
        ["median"] = new((x, a) => x[0].Median(a.Int("axis"), a.Bool("keep"))),
        ["product"] = new((x, a) => x[0].Product(a.Ints("axes"), a.Bool("keep"))),
        ["log-sum-exp"] = new((x, a) => x[0].LogSumExp(a.Ints("axes"), a.Bool("keep"))),
    };

    private static Dictionary<string, CorpusOp> Wholes => new()
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
}
