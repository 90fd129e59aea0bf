using System.Globalization;

namespace DeepPuzzles.Tensors;

/// <summary>What an einsum asks for: a label for each axis of each operand and of the result. The axes that an ellipsis stands for are labelled
/// 0, 1, … from the last, so that they meet as broadcasting aligns them; written labels are letters.</summary>
internal sealed class EinsumEquation
{
    private const string Dots = "...";

    private readonly string _text;
    private readonly Dictionary<char, int> _sizes = [];

    private EinsumEquation(string text) => _text = text;

    /// <summary>The labels of each operand.</summary>
    internal string[] Operands { get; private set; } = [];

    /// <summary>The labels of the result.</summary>
    internal string Result { get; private set; } = "";

    /// <summary>The size that a label has.</summary>
    internal int Size(char label) => _sizes[label];

    /// <summary>Reads an equation and checks it against the operands' shapes.</summary>
    /// <exception cref="TensorException">It is not one, or the shapes do not fit.</exception>
    internal static EinsumEquation Parse(string text, Shape[] shapes)
    {
        var equation = new EinsumEquation(text);
        string[] sides = text.Replace(" ", "", StringComparison.Ordinal).Split("->");
        if (sides.Length > 2) throw equation.Wrong("has more than one ->");
        string[] terms = sides[0].Split(',');
        if (terms.Length != shapes.Length)
            throw equation.Wrong($"names {terms.Length} {(terms.Length == 1 ? "operand" : "operands")}, {shapes.Length} {(shapes.Length == 1 ? "was" : "were")} given");
        equation.Operands = [.. terms.Select((term, i) => equation.Labels(term, shapes[i], i))];
        for (int i = 0; i < shapes.Length; i++) equation.Measure(i, shapes[i]);
        equation.Result = sides.Length == 2 ? equation.Written(sides[1]) : equation.Implied(terms);
        return equation;
    }

    private string Labels(string term, Shape shape, int operand)
    {
        string letters = term.Replace(Dots, "", StringComparison.Ordinal);
        RequireLetters(term, letters);
        int hidden = shape.Rank - letters.Length;
        if (hidden < 0 || (hidden > 0 && letters.Length == term.Length))
            throw Wrong($"names {letters.Length} axes of operand {operand}, whose shape is {shape}");
        return term.Replace(Dots, Hidden(hidden), StringComparison.Ordinal);
    }

    private void Measure(int operand, Shape shape)
    {
        string labels = Operands[operand];
        var own = new Dictionary<char, int>();
        for (int axis = 0; axis < labels.Length; axis++)
        {
            (char label, int size) = (labels[axis], shape.Sizes[axis]);
            string name = char.IsDigit(label) ? $"axis -{label - '0' + 1} of the ellipsis" : $"'{label}'";
            if (own.TryGetValue(label, out int twin) && twin != size) throw Wrong($"has {name} twice in operand {operand}, with sizes {twin} and {size}");
            own[label] = size;
            if (!_sizes.TryGetValue(label, out int known) || known == 1) _sizes[label] = size;
            else if (size != known && size != 1) throw Wrong($"has {name} with size {known} and, in operand {operand}, with size {size}; sizes must be equal or 1");
        }
    }

    // In the order of the alphabet, capitals first: the letters that occur once. The axes of ellipses come before them.
    private string Implied(string[] terms)
    {
        string all = string.Concat(terms).Replace(Dots, "", StringComparison.Ordinal);
        return Hidden(MostHidden) + string.Concat(all.Order().Where(letter => all.Count(other => other == letter) == 1));
    }

    private string Written(string side)
    {
        string letters = side.Replace(Dots, "", StringComparison.Ordinal);
        RequireLetters(side, letters);
        foreach (char letter in letters)
        {
            if (!_sizes.ContainsKey(letter)) throw Wrong($"has '{letter}' in the result but in no operand");
            if (letters.Count(other => other == letter) > 1) throw Wrong($"has '{letter}' twice in the result");
        }
        if (letters.Length == side.Length && MostHidden > 0) throw Wrong("has an ellipsis in an operand and none in the result");
        return side.Replace(Dots, Hidden(MostHidden), StringComparison.Ordinal);
    }

    private void RequireLetters(string term, string letters)
    {
        foreach (char letter in letters)
        {
            if (!char.IsAsciiLetter(letter)) throw Wrong($"has '{letter}', which is no letter from a to z or A to Z, no comma, no -> and no ...");
        }
        if (term.Length - letters.Length > Dots.Length) throw Wrong($"has more than one ellipsis in '{term}'");
    }

    private int MostHidden => _sizes.Keys.Count(char.IsDigit);

    private static string Hidden(int count) => string.Concat(Enumerable.Range(0, count).Reverse().Select(place => place.ToString(CultureInfo.InvariantCulture)));

    private TensorException Wrong(string what) => new($"einsum: '{_text}' {what}");
}
