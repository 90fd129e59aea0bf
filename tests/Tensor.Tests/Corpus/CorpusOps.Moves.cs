namespace DeepPuzzles.Tensors.Tests.Corpus;

// Those that make, take and move elements.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Moves => new()
    {
        // Views.
        ["slice"] = new((x, a) => x[0][a.Slices("slices")]),
        ["permute"] = new((x, a) => x[0].Permute(a.Ints("axes"))),
        ["transpose"] = new((x, a) => x[0].Transpose(a.Int("from"), a.Int("to"))),
        ["move axis"] = new((x, a) => x[0].MoveAxis(a.Int("from"), a.Int("to"))),
        ["expand"] = new((x, a) => x[0].Expand(a.Ints("shape"))),
        ["reshape"] = new((x, a) => x[0].Reshape(a.Ints("shape").AsSpan())),
        ["flatten"] = new((x, a) => x[0].Flatten()),
        ["squeeze"] = new((x, a) => a.Has("axis") ? x[0].Squeeze(a.Int("axis")) : x[0].Squeeze()),
        ["unsqueeze"] = new((x, a) => x[0].Unsqueeze(a.Int("axis"))),
        ["flip"] = new((x, a) => a.Has("axes") ? x[0].Flip(a.Ints("axes")) : x[0].Flip()),
        ["split"] = new((x, a) => (a.Has("parts") ? x[0].Split(a.Int("parts"), a.Int("axis")) : x[0].Split(a.Ints("sizes"), a.Int("axis")))[a.Int("part")]),
        ["diagonal"] = new((x, a) => x[0].Diagonal(a.Int("offset"))),

        // Rearranging and joining.
        ["roll"] = new((x, a) => a.Has("axis") ? x[0].Roll(a.Int("shift"), a.Int("axis")) : x[0].Roll(a.Int("shift"))),
        ["repeat"] = new((x, a) => x[0].Repeat(a.Int("count"), a.Int("axis"))),
        ["tile"] = new((x, a) => x[0].Tile(a.Ints("counts"))),
        ["pad"] = new((x, a) => a.Has("mode") ? x[0].Pad(a.Widths("widths"), Enum.Parse<PadMode>(a.Text("mode"), ignoreCase: true)) : x[0].Pad(a.Widths("widths"), a.Number("value"))),
        ["upper triangle"] = new((x, a) => x[0].UpperTriangle(a.Int("offset"))),
        ["lower triangle"] = new((x, a) => x[0].LowerTriangle(a.Int("offset"))),
        ["diag"] = new((x, a) => x[0].Diag(a.Int("offset"))),
        ["concat"] = new((x, a) => Tensor.Concat(x, a.Int("axis"))),
        ["stack"] = new((x, a) => Tensor.Stack(x, a.Int("axis"))),

        // Indexing: the values, then an index for each of the axes.
        ["at"] = new((x, a) => x[0].At(ByAxis(x[1..], a.Ints("axes")))),
        ["put"] = new((x, a) => x[0].Put(x[1], ByAxis(x[2..], a.Ints("axes")))),
        ["index-add"] = new((x, a) => x[0].IndexAdd(x[1], ByAxis(x[2..], a.Ints("axes")))),
        ["masked select"] = new((x, a) => x[0].MaskedSelect(x[1])),
        ["masked fill"] = new((x, a) => x[0].MaskedFill(x[1], a.Number("value"))),
        ["non-zero"] = new((x, a) => x[0].NonZero()),
        ["with a number"] = new((x, a) => x[0].With(a.Slices("slices"), a.Number("number"))),
        ["with"] = new((x, a) => x[0].With(a.Slices("slices"), x[1])),
        ["scatter-add"] = new((x, a) => x[0].ScatterAdd(x[1], a.Int("axis"), a.Int("size"))),
        ["gather"] = new((x, a) => x[0].Gather(x[1], a.Int("axis"))),
        ["rows"] = new((x, a) => x[0].Rows(x[1], a.Int("axis"))),
        ["one-hot"] = new((x, a) => Tensor.OneHot(x[0], a.Int("classes"))),

        // Creation.
        ["scalar"] = new((x, a) => Tensor.Scalar(a.Number("number"), a.DType("dtype"))),
        ["zeros"] = new((x, a) => Tensor.Zeros(a.Ints("shape"), a.DType("dtype"))),
        ["ones"] = new((x, a) => Tensor.Ones(a.Ints("shape"), a.DType("dtype"))),
        ["full"] = new((x, a) => Tensor.Full(a.Ints("shape"), a.Number("number"), a.DType("dtype"))),
        ["zeros like"] = new((x, a) => Tensor.ZerosLike(x[0])),
        ["ones like"] = new((x, a) => Tensor.OnesLike(x[0])),
        ["full like"] = new((x, a) => Tensor.FullLike(x[0], a.Number("number"))),
        ["copy"] = new((x, a) => x[0].Copy()),
        ["arange of int32"] = new((x, a) => Tensor.Arange(a.Ints("numbers")[0], a.Ints("numbers")[1], a.Ints("numbers")[2])),
        ["arange"] = new((x, a) => Tensor.Arange(a.Numbers("numbers")[0], a.Numbers("numbers")[1], a.Numbers("numbers")[2], a.DType("dtype"))),
        ["linspace"] = new((x, a) => Tensor.Linspace(a.Numbers("numbers")[0], a.Numbers("numbers")[1], (int)a.Numbers("numbers")[2], a.DType("dtype"))),
        ["eye"] = new((x, a) => Tensor.Eye(a.Ints("numbers")[0], a.Ints("numbers")[1], a.Ints("numbers")[2], a.DType("dtype"))),
    };

    private static Tensor?[] ByAxis(Tensor[] indices, int[] axes) => [.. Enumerable.Range(0, axes.Max() + 1).Select(axis => Array.IndexOf(axes, axis) is >= 0 and int i ? indices[i] : null)];
}
