namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>How tightly the parts of a C expression hold together.</summary>
internal enum Binding
{
    Question, Equality, Relation, Shift, Sum, Product, Prefix, Whole,
}

/// <summary>A C expression.</summary>
internal readonly record struct Expression(string Text, Binding Binding)
{
    /// <summary>In parentheses unless it holds together that tightly.</summary>
    internal string Within(Binding binding) => Binding >= binding ? Text : $"({Text})";

    // A sign beside a sign would be another operator.
    internal static Expression Prefixed(string sign, Expression x) => new(sign + (x.Text[0] == sign[^1] ? $"({x.Text})" : x.Within(Binding.Prefix)), Binding.Prefix);

    // Operators of one kind are taken from left to right.
    internal static Expression Infix(Expression x, string sign, Expression y, Binding binding) =>
        new($"{x.Within(binding)} {sign} {y.Within(binding + 1)}", binding);

    internal static Expression Call(string function, params string[] arguments) => new($"{function}({string.Join(", ", arguments)})", Binding.Whole);

    internal static Expression Choice(Expression condition, Expression yes, Expression no) =>
        new($"{condition.Within(Binding.Equality)} ? {yes.Within(Binding.Equality)} : {no.Text}", Binding.Question);
}
