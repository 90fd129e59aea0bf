using System.Collections;
using System.Globalization;
using System.Reflection;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The parameters of op structs in words, by reflection, so that ops of others are written as well.</summary>
internal sealed class OpParameters
{
    // A type whose parts hold the type itself would never end.
    private const int Depth = 4;

    private readonly Dictionary<Type, MemberInfo[]> _members = [];
    private readonly Dictionary<Type, PropertyInfo> _ops = [];
    private (object? Op, string Text) _last = (null, "");       // a long chain repeats itself

    /// <summary>As <c>Axis 1, Size 3</c>; empty for an op without parameters, and for a leaf.</summary>
    internal string Of(Origin origin)
    {
        if (origin.OpType is not { } type || MembersOf(type).Length == 0) return "";
        if (!_ops.TryGetValue(origin.GetType(), out PropertyInfo? op)) _ops[origin.GetType()] = op = origin.GetType().GetProperty(nameof(Origin<int>.Op))!;
        object value = op.GetValue(origin)!;
        if (!value.Equals(_last.Op)) _last = (value, Parts(value, Depth));
        return _last.Text;
    }

    private string Parts(object op, int depth) => string.Join(", ", MembersOf(op.GetType())
        .Select(member => $"{member.Name} {Text(member is PropertyInfo property ? property.GetValue(op) : ((FieldInfo)member).GetValue(op), depth)}"));

    private string Text(object? value, int depth) => value switch
    {
        null => "none",
        Type type => NameOf(type),
        string text => Characters.Visible(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(item => Text(item, depth - 1)))}]",
        ValueType when depth > 0 && MembersOf(value.GetType()).Length > 0 => $"({Parts(value, depth - 1)})",
        _ => Characters.Visible(value.ToString() ?? ""),
    };

    /// <summary>The name that an op struct gives itself, else the type's.</summary>
    internal static string NameOf(Type type) => type.GetProperty("Name", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as string ?? type.Name;

    private MemberInfo[] MembersOf(Type type)
    {
        if (_members.TryGetValue(type, out MemberInfo[]? members)) return members;
        IEnumerable<MemberInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && IsValue(property.PropertyType));
        return _members[type] = [.. properties, .. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => IsValue(field.FieldType))];
    }

    // A function has no words.
    private static bool IsValue(Type type) => !typeof(Delegate).IsAssignableFrom(type);
}
