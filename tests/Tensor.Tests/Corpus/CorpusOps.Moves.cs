namespace DeepPuzzles.Tensors.Tests.Corpus;

// Those that make, take and move elements.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Creation => new()
    {
        ["scalar"] = new((x, a) => Tensor.Scalar(a.Number("number"), a.DType("dtype"))),
        ["zeros"] = new((x, a) => Tensor.Zeros(a.Ints("shape"), a.DType("dtype"))),
        ["ones"] = new((x, a) => Tensor.Ones(a.Ints("shape"), a.DType("dtype"))),
        ["full"] = new((x, a) => Tensor.Full(a.Ints("shape"), a.Number("number"), a.DType("dtype"))),
        ["zeros like"] = new((x, a) => Tensor.ZerosLike(x[0])),
        ["ones like"] = new((x, a) => Tensor.OnesLike(x[0])),
        ["full like"] = new((x, a) => Tensor.FullLike(x[0], a.Number("number"))),
        ["arange of int32"] = new((x, a) => Tensor.Arange(a.Int("start"), a.Int("stop"), a.Int("step"))),
        ["arange"] = new((x, a) => Tensor.Arange(a.Number("start"), a.Number("stop"), a.Number("step"), a.DType("dtype"))),
        ["linspace"] = new((x, a) => Tensor.Linspace(a.Number("start"), a.Number("stop"), a.Int("count"), a.DType("dtype"))),
        ["eye"] = new((x, a) => Tensor.Eye(a.Int("rows"), a.Int("columns"), a.Int("offset"), a.DType("dtype"))),
        ["copy"] = new((x, a) => x[0].Copy()),
    };

    private static Dictionary<string, CorpusOp> Views => new()
    {
        ["slice"] = new((x, a) => x[0][a.Slices("slices")]),
        ["section"] = new((x, a) => x[0][1..3, Slice.Every(-1), -1]),
        ["section without"] = new((x, a) => x[0][1.., ..^1]),
        ["reshape"] = new((x, a) => x[0].Reshape(a.Span("shape"))),
        ["flatten"] = new((x, a) => x[0].Flatten()),
        ["permute"] = new((x, a) => x[0].Permute(a.Ints("axes"))),
        ["transpose"] = new((x, a) => x[0].Transpose(a.Int("first"), a.Int("second"))),
        ["move axis"] = new((x, a) => x[0].MoveAxis(a.Int("source"), a.Int("destination"))),
        ["expand"] = new((x, a) => x[0].Expand(a.Ints("shape"))),
        ["squeeze"] = new((x, a) => a.Has("axis") ? x[0].Squeeze(a.Int("axis")) : x[0].Squeeze()),
        ["unsqueeze"] = new((x, a) => x[0].Unsqueeze(a.Int("axis"))),
        ["flip"] = new((x, a) => a.Has("axes") ? x[0].Flip(a.Ints("axes")) : x[0].Flip()),
        ["split"] = new((x, a) => a.Has("parts") ? x[0].Split(a.Int("parts"), a.Int("axis"))[a.Int("part")] : x[0].Split(a.Ints("sizes"), a.Int("axis"))[a.Int("part")]),
        ["diagonal"] = new((x, a) => x[0].Diagonal(a.Int("offset"))),
    };

    private static Dictionary<string, CorpusOp> Rearranging => new()
    {
        ["roll"] = new((x, a) => a.Has("axis") ? x[0].Roll(a.Int("shift"), a.Int("axis")) : x[0].Roll(a.Int("shift"))),
        ["repeat"] = new((x, a) => x[0].Repeat(a.Int("count"), a.Int("axis"))),
        ["tile"] = new((x, a) => x[0].Tile(a.Ints("counts"))),
        ["pad"] = new((x, a) => a.Has("mode") ? x[0].Pad(a.Widths("widths"), a.PadMode("mode")) : x[0].Pad(a.Widths("widths"), a.Number("value"))),
        ["upper triangle"] = new((x, a) => x[0].UpperTriangle(a.Int("offset"))),
        ["lower triangle"] = new((x, a) => x[0].LowerTriangle(a.Int("offset"))),
        ["diag"] = new((x, a) => x[0].Diag(a.Int("offset"))),
        ["concat"] = new((x, a) => Tensor.Concat(x, a.Int("axis"))),
        ["stack"] = new((x, a) => Tensor.Stack(x, a.Int("axis"))),
    };

    private static Dictionary<string, CorpusOp> Indexing => new()
    {
        ["at"] = new((x, a) => x[0].At(a.Indices(x[1..]))),
        ["put"] = new((x, a) => x[0].Put(x[1], a.Indices(x[2..]))),
        ["index-add"] = new((x, a) => x[0].IndexAdd(x[1], a.Indices(x[2..]))),
        ["scatter-add"] = new((x, a) => x[0].ScatterAdd(x[1], a.Int("axis"), a.Int("size"))),
        ["gather"] = new((x, a) => x[0].Gather(x[1], a.Int("axis"))),
        ["rows"] = new((x, a) => x[0].Rows(x[1], a.Int("axis"))),
        ["masked select"] = new((x, a) => x[0].MaskedSelect(x[1])),
        ["masked fill"] = new((x, a) => x[0].MaskedFill(x[1], a.Number("value"))),
        ["non-zero"] = new((x, a) => x[0].NonZero()),
        ["with"] = new((x, a) => x[0].With(a.Slices("slices"), x[1])),
        ["with a number"] = new((x, a) => x[0].With(a.Slices("slices"), a.Number("number"))),
        ["bin count"] = new((x, a) => x[0].BinCount(a.Int("least"))),
        ["one-hot"] = new((x, a) => Tensor.OneHot(x[0], a.Int("classes"))),
    };
}
