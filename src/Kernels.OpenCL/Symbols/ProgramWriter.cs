using System.Text;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Writes the functions of an op in OpenCL C.</summary>
internal sealed class ProgramWriter(TracedOp op, string prefix, string type)
{
    /// <summary>The macro of float64 where the element type is another: float32 on a device that has none.</summary>
    internal const string Wide = "WIDE";

    private readonly SortedSet<(Operator Name, TypeCode Type)> _definitions = [];
    private bool _usesWide;

    internal string Write()
    {
        StringBuilder functions = new(), text = new();
        foreach (Function function in op.Functions) functions.Append('\n').Append(new FunctionWriter(this, function).Write());
        text.Append($"// {op.Title}\n");
        if (_usesWide) text.Append($"#ifdef HAS_DOUBLE\n#define {Wide} double\n#else\n#define {Wide} float\n#endif\n");
        text.Append($"typedef struct {{ {type} k[{Math.Max(1, op.Constants.Count)}]; }} {prefix}constants;\n");
        if (Mentions("sums")) text.Append($"typedef struct {{ {type} first, second, third; }} {prefix}sums;\n");
        if (Mentions("coefficients")) text.Append($"typedef struct {{ {type} {string.Join(", ", TracedOp.CoefficientNames)}; }} {prefix}coefficients;\n");
        foreach ((Operator name, TypeCode kind) in _definitions)
        {
            string number = TypeName(kind), operands = name == Operator.Negate ? $"{number} x" : $"{number} x, {number} y";
            text.Append($"\n{number} {Defined(name, kind)}({operands})\n{{\n    return {Definitions.Body(name)};\n}}\n");
        }
        return text.Append(functions).ToString();
    }

    /// <summary>Why the op has no form in OpenCL C.</summary>
    internal DeviceException Refuse(string why) => Trace.Refuse(op.Title, why);

    /// <summary>The types of a signature as this program names them.</summary>
    internal string Rename(string declaration) => string.Join(' ', declaration.Split(' ').Select(word => word switch
    {
        "T" => type,
        "T*" => type + "*",
        "sums" or "coefficients" or "constants" => prefix + word,
        _ => word,
    }));

    internal string FunctionName(string name) => prefix + name;

    internal string TypeName(TypeCode kind)
    {
        if (kind == op.Element) return type;
        _usesWide |= kind == TypeCode.Double;
        return kind switch
        {
            TypeCode.Double => Wide,
            TypeCode.Single => "float",
            TypeCode.UInt32 => "uint",
            _ => "int",
        };
    }

    /// <summary>The name of an operation that this program defines, or null where OpenCL C has it.</summary>
    internal string? Define(Operator name, TypeCode kind)
    {
        if (Definitions.NameOf(name, kind) is null) return null;
        _definitions.Add((name, kind));
        return Defined(name, kind);
    }

    private string Defined(Operator name, TypeCode kind) => prefix + Definitions.NameOf(name, kind) + (kind == op.Element ? "" : "_" + TypeName(kind));

    private bool Mentions(string name) => op.Functions.Any(function => $"{function.Result} {function.Parameters}".Split(' ').Contains(name));
}
