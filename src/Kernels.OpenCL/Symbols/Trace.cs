namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A formula being written down. A scalar form runs on symbols and leaves a node for each operation. Where it asks a question, a script
/// answers: yes at first. Then the formula runs again with the last yes turned into a no, until every path has been walked.</summary>
internal sealed class Trace
{
    /// <summary>A formula with more paths than this has a loop that asks at every step, and makes no kernel.</summary>
    internal const int MostPaths = 256;

    [ThreadStatic]
    private static Trace? t_current;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, int> _places = [];
    private readonly List<(int Condition, bool Answer)> _path = [];
    private readonly List<double>? _constants;
    private readonly string _title;
    private readonly TypeCode _element;
    private readonly int _count;
    private int _asked, _runs;

    /// <param name="title">The op's name.</param>
    /// <param name="element">The element type.</param>
    /// <param name="constants">Where numbers that are made from others go, to be parameters of the kernel; null when they are literals.</param>
    /// <param name="count">The number that stands for the length of a row.</param>
    internal Trace(string title, TypeCode element, List<double>? constants, int count) => (_title, _element, _constants, _count) = (title, element, constants, count);

    /// <summary>The trace under way on this thread.</summary>
    internal static Trace Current => t_current ?? throw new InvalidOperationException("a symbol is a number only while an op is traced");

    /// <summary>The place of the parameter that holds the length of a row.</summary>
    internal int CountInput { private get; init; } = Node.None;

    internal Node this[int place] => _nodes[place];

    /// <summary>Why the op that is traced cannot be.</summary>
    internal DeviceException Refuse(string why) => Refuse(_title, why);

    /// <summary>Why an op cannot be traced.</summary>
    internal static DeviceException Refuse(string title, string why) => new($"opencl: op '{title}' cannot be put into OpenCL C: {why}");

    /// <summary>Every path of the formula, which gives the places of its results.</summary>
    internal Graph Follow(Func<int[]> formula)
    {
        Trace? outer = t_current;
        t_current = this;
        try
        {
            return new Graph(_nodes, Branches(formula, 0, Run(formula)));
        }
        finally
        {
            t_current = outer;
        }
    }

    /// <summary>The place of that node, a new one if there was none.</summary>
    internal int Add(Node node)
    {
        if (_places.TryGetValue(node, out int place)) return place;
        _nodes.Add(node);
        _places.Add(node, _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    /// <summary>A number that the formula has made from another type's.</summary>
    internal int Number(TypeCode type, double value) =>
        _constants is null || type != _element ? Literal(type, value) : Add(new Node(Operator.Constant, type, Constant(value)));

    /// <summary>A number that is the same whatever the op's fields.</summary>
    internal int Literal(TypeCode type, double value) => Add(new Node(Operator.Literal, type, Bits: BitConverter.DoubleToInt64Bits(value)));

    /// <summary>The length of a row, where that number stands for it.</summary>
    internal int? Count(object value) => CountInput != Node.None && value is int count && count == _count ? Add(new Node(Operator.Input, TypeCode.Int32, CountInput)) : null;

    /// <summary>The answer to a question: what this path knows, what the script says, or yes.</summary>
    internal bool Ask(int condition)
    {
        for (int i = 0; i < _asked; i++)
        {
            if (_path[i].Condition == condition) return _path[i].Answer;
        }
        if (_asked == MostPaths) throw TooMany();
        if (_asked == _path.Count) _path.Add((condition, true));
        else if (_path[_asked].Condition != condition) throw Refuse("it asks other questions when it runs again; a scalar form may depend on nothing but its arguments and the op's fields");
        return _path[_asked++].Answer;
    }

    private Results Run(Func<int[]> formula)
    {
        if (++_runs > MostPaths) throw TooMany();
        _asked = 0;
        try
        {
            return new Results(formula());
        }
        catch (Exception error) when (error is not DeviceException)
        {
            string what = $"{error.GetType().Name}: {error.Message.Split('\n')[0].Trim()}";
            throw new DeviceException(Refuse($"its scalar form throws an exception {(_asked > 0 ? "on one of its paths" : "whatever it is given")} ({what}); a device has none: give a number there, as T.NaN").Message, error);
        }
    }

    private DeviceException TooMany() =>
        Refuse($"its scalar form has more than {MostPaths} paths, the most of a kernel: let loops run a fixed number of steps and ask nothing, or choose by T.Min, T.Max and T.CopySign");

    // The path so far is known up to that depth, and the run at hand says yes from there on.
    private Outcome Branches(Func<int[]> formula, int depth, Results first)
    {
        if (depth == _path.Count) return first;
        int condition = _path[depth].Condition;
        Outcome yes = Branches(formula, depth + 1, first);
        _path.RemoveRange(depth, _path.Count - depth);
        _path.Add((condition, false));
        return new Branch(condition, yes, Branches(formula, depth + 1, Run(formula)));
    }

    private int Constant(double value)
    {
        int place = _constants!.FindIndex(known => BitConverter.DoubleToInt64Bits(known) == BitConverter.DoubleToInt64Bits(value));
        if (place >= 0) return place;
        _constants.Add(value);
        return _constants.Count - 1;
    }
}
