namespace DeepPuzzles.Tensors.Tests.Corpus;

// Those that make, take and move elements.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Moves => new()
    {
        // Views.
        ["slice"] = (x, a) => x[0][a.Slices("slices")],
        ["permute"] = (x, a) => x[0].Permute(a.Ints("axes")),
        ["transpose"] = (x, a) => x[0].Transpose(a.Int("from"), a.Int("to")),
        ["move axis"] = (x, a) => x[0].MoveAxis(a.Int("from"), a.Int("to")),
        ["expand"] = (x, a) => x[0].Expand(a.Ints("shape")),
        ["reshape"] = (x, a) => x[0].Reshape(a.Ints("shape").AsSpan()),
        ["squeeze"] = (x, a) => a.Has("axis") ? x[0].Squeeze(a.Int("axis")) : x[0].Squeeze(),
        ["unsqueeze"] = (x, a) => x[0].Unsqueeze(a.Int("axis")),
        ["flip"] = (x, a) => a.Has("axes") ? x[0].Flip(a.Ints("axes")) : x[0].Flip(),
        ["split"] = (x, a) => (a.Has("parts") ? x[0].Split(a.Int("parts"), a.Int("axis")) : x[0].Split(a.Ints("sizes"), a.Int("axis")))[a.Int("part")],
        ["diagonal"] = (x, a) => x[0].Diagonal(a.Int("offset")),

        // Rearranging and joining.
        ["roll"] = (x, a) => a.Has("axis") ? x[0].Roll(a.Int("shift"), a.Int("axis")) : x[0].Roll(a.Int("shift")),
        ["repeat"] = (x, a) => x[0].Repeat(a.Int("count"), a.Int("axis")),
        ["tile"] = (x, a) => x[0].Tile(a.Ints("counts")),
        ["pad"] = (x, a) => a.Has("mode") ? x[0].Pad(a.Widths("widths"), Enum.Parse<PadMode>(a.Text("mode"), ignoreCase: true)) : x[0].Pad(a.Widths("widths"), a.Number("value")),
        ["upper triangle"] = (x, a) => x[0].UpperTriangle(a.Int("offset")),
        ["lower triangle"] = (x, a) => x[0].LowerTriangle(a.Int("offset")),
        ["diag"] = (x, a) => x[0].Diag(a.Int("offset")),
        ["concat"] = (x, a) => Tensor.Concat(x, a.Int("axis")),
        ["stack"] = (x, a) => Tensor.Stack(x, a.Int("axis")),

        // Indexing: the values, then an index for each of the axes.
        ["at"] = (x, a) => x[0].At(ByAxis(x[1..], a.Ints("axes"))),
        ["put"] = (x, a) => x[0].Put(x[1], ByAxis(x[2..], a.Ints("axes"))),
        ["index-add"] = (x, a) => x[0].IndexAdd(x[1], ByAxis(x[2..], a.Ints("axes"))),
        ["masked select"] = (x, a) => x[0].MaskedSelect(x[1]),
        ["masked fill"] = (x, a) => x[0].MaskedFill(x[1], a.Number("value")),
        ["non-zero"] = (x, a) => x[0].NonZero(),
        ["with"] = (x, a) => x[0].With(a.Slices("slices"), x[1]),
        ["gather"] = (x, a) => x[0].Gather(x[1], a.Int("axis")),
        ["rows"] = (x, a) => x[0].Rows(x[1], a.Int("axis")),
        ["one-hot"] = (x, a) => Tensor.OneHot(x[0], a.Int("classes")),

        // Creation.
        ["arange of int32"] = (x, a) => Tensor.Arange(a.Ints("numbers")[0], a.Ints("numbers")[1], a.Ints("numbers")[2]),
        ["arange"] = (x, a) => Tensor.Arange(a.Numbers("numbers")[0], a.Numbers("numbers")[1], a.Numbers("numbers")[2], a.DType("dtype")),
        ["linspace"] = (x, a) => Tensor.Linspace(a.Numbers("numbers")[0], a.Numbers("numbers")[1], (int)a.Numbers("numbers")[2], a.DType("dtype")),
        ["eye"] = (x, a) => Tensor.Eye(a.Ints("numbers")[0], a.Ints("numbers")[1], a.Ints("numbers")[2], a.DType("dtype")),
    };

    private static Tensor?[] ByAxis(Tensor[] indices, int[] axes) => [.. Enumerable.Range(0, axes.Max() + 1).Select(axis => Array.IndexOf(axes, axis) is >= 0 and int i ? indices[i] : null)];
}
