using System.Text;

namespace DeepPuzzles.Tensors;

// Printing as NumPy's str() does: 8 digits, lines of 75, and above 1000 elements only 3 at each end of an axis.
public sealed partial class Tensor
{
    private const int LineWidth = 75, SummaryThreshold = 1000, EdgeItems = 3;

    /// <summary>The elements as NumPy prints them: aligned columns, as many digits as tell a number from its neighbours and at most 8, powers
    /// of ten where sizes differ much, <c>...</c> for the inner part of large tensors.</summary>
    public override string ToString()
    {
        if (!IsValid) return $"<{Stale()}>";
        if (IsTraced) return $"<{DType.Name()} {Shape}, of another value for each example of a function that is vectorised>";
        if (Count == 0) return "[]";
        bool summarise = Count > SummaryThreshold;
        Tensor shown = summarise ? Edges() : this;
        NumberText[] numbers = shown.DType switch
        {
            DType.Float32 => Array.ConvertAll(shown.ToArray<float>(), NumberText.Of),
            DType.Float64 => Array.ConvertAll(shown.ToArray<double>(), NumberText.Of),
            DType.Int32 => Array.ConvertAll(shown.ToArray<int>(), NumberText.Of),
            _ => Array.ConvertAll(shown.ToArray<bool>(), NumberText.Of),
        };
        if (Rank == 0) return DType.IsFloat() ? numbers[0].Alone() : numbers[0].Whole;
        string[] words = DType switch
        {
            DType.Float32 => NumberText.Align(numbers, singlePrecision: true),
            DType.Float64 => NumberText.Align(numbers, singlePrecision: false),
            DType.Int32 => NumberText.RightAlign(numbers, 0),
            _ => NumberText.RightAlign(numbers, "False".Length),
        };
        int next = 0;
        return Brackets(0, " ", LineWidth);

        string Brackets(int axis, string indent, int width)
        {
            var text = new StringBuilder("[");
            int size = shown.Shape.Sizes[axis];
            bool gap = summarise && Shape.Sizes[axis] > 2 * EdgeItems, last = axis == Rank - 1;
            int column = indent.Length;
            for (int i = 0; i < size; i++)
            {
                if (gap && i == EdgeItems)
                {
                    if (last) Put("...");
                    else text.Append(indent).Append("...").Append('\n', Rank - axis - 1);
                }
                if (last)
                {
                    Put(words[next++]);
                    continue;
                }
                text.Append(i == 0 ? "" : indent).Append(Brackets(axis + 1, indent + " ", width - 1));
                if (i < size - 1) text.Append('\n', Rank - axis - 1);
            }
            return text.Append(']').ToString();

            // A word goes on the line if it and a bracket fit, or if the line is empty anyway.
            void Put(string word)
            {
                if (text.Length > 1 && column + 1 + word.Length > width - 1)
                {
                    while (text[^1] == ' ') text.Length--;
                    text.Append('\n').Append(indent);
                    column = indent.Length;
                }
                else if (text.Length > 1)
                {
                    text.Append(' ');
                    column++;
                }
                text.Append(word);
                column += word.Length;
            }
        }
    }

    private Tensor Edges()
    {
        Tensor y = StopGradient();
        for (int axis = 0; axis < Rank; axis++)
        {
            int size = Shape.Sizes[axis];
            if (size > 2 * EdgeItems) y = Concat([y.Take(Stretch(y.Shape, axis, 0, EdgeItems)), y.Take(Stretch(y.Shape, axis, size - EdgeItems, EdgeItems))], axis);
        }
        return y;
    }
}
