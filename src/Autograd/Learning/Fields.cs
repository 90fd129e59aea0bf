using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What the fields of an object hold, so that no module needs to say what it is made of.</summary>
internal static class Fields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = new();
    private static readonly ConcurrentDictionary<Type, bool> s_closed = new();

    /// <summary>The cells, parts and streams of a module, each once: what its fields hold, also in collections, tuples and records, but not what
    /// the parts hold in turn, nor what a lambda has caught.</summary>
    internal static IEnumerable<object> Held(Module module)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { module };
        var open = new Stack<object>(References(module).Reverse());
        while (open.TryPop(out object? inside))
        {
            if (inside is Delegate || !seen.Add(inside)) continue;
            if (inside is Parameter or RandomStream or Module) yield return inside;
            else foreach (object reference in References(inside).Reverse()) open.Push(reference);
        }
    }

    /// <summary>The objects that an object refers to: elements of an array, contents of fields, also of structs in them.</summary>
    internal static IEnumerable<object> References(object owner)
    {
        foreach (object value in owner is Array array ? Elements(array) : owner is Delegate function ? Targets(function) : Contents(owner))
        {
            if (!value.GetType().IsValueType) yield return value;
            else foreach (object inner in References(value)) yield return inner;
        }
    }

    /// <summary>The fields of a class and its ancestors, those of the ancestor first, that may hold anything of interest.</summary>
    internal static FieldInfo[] Of(Type type) => s_fields.GetOrAdd(type, static type => type == typeof(object) || type == typeof(Module) || type == typeof(ValueType)
        ? []
        : [.. Of(type.BaseType!), .. type.GetFields(Own).Where(IsOpen).OrderBy(field => field.MetadataToken)]);

    // A module that nobody finds would be neither trained nor saved, and nobody would know.
    private static bool IsOpen(FieldInfo field)
    {
        Type type = field.FieldType;
        if (!IsClosed(type)) return true;
        if (type.IsGenericType && type.GetGenericTypeDefinition() != typeof(WeakReference<>) && IsPlatform(type) && !IsPlatform(field.DeclaringType!) && Names(type))
            throw new TensorException($"{field.DeclaringType!.Name}: '{Name(field)}' is a {type.Name.Split('`')[0]}, in which modules, parameters and streams are not found; keep them in fields of their own, an array or a list");
        return false;
    }

    // That of a property stands between angle brackets.
    private static string Name(FieldInfo field) => field.Name is ['<', ..] && field.Name.IndexOf('>') is > 1 and var end ? field.Name[1..end] : field.Name;

    private static bool Names(Type type) =>
        type.IsAssignableTo(typeof(Module)) || type.IsAssignableTo(typeof(Parameter)) || type == typeof(RandomStream)
        || (type.IsArray && Names(type.GetElementType()!)) || (type.IsGenericType && type.GetGenericArguments().Any(Names));

    /// <summary>True of types in which no module is looked for: values such as tensors, and the platform's own but for collections and tuples.</summary>
    internal static bool IsClosed(Type type) => s_closed.GetOrAdd(type, static type =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsByRefLike || type.IsFunctionPointer || type == typeof(string) || type == typeof(Tensor)
        || type.IsAssignableTo(typeof(Device)) || type.IsAssignableTo(typeof(Optimiser)) || type == typeof(Gradients)
        || (type.IsArray && IsClosed(type.GetElementType()!) && type.GetElementType()!.IsSealed)
        || (IsPlatform(type) && !IsOpenPlatform(type, type.Namespace!)));

    private static bool IsPlatform(Type type) => type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));

    // A field of type object or of an interface may hold anything.
    private static bool IsOpenPlatform(Type type, string space) =>
        type == typeof(object) || type == typeof(ValueType) || type.IsInterface || type.IsArray || type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(ITuple))
        || Nullable.GetUnderlyingType(type) is not null || space.StartsWith("System.Collections", StringComparison.Ordinal);

    private static IEnumerable<object> Elements(Array array) => array.Cast<object?>().OfType<object>().Where(element => !IsClosed(element.GetType()));

    private static IEnumerable<object> Contents(object owner) =>
        Of(owner.GetType()).Select(field => field.GetValue(owner)).OfType<object>().Where(value => !IsClosed(value.GetType()));

    private static IEnumerable<object> Targets(Delegate function) => function.GetInvocationList().Select(each => each.Target).OfType<object>();
}
