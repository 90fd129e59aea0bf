using System.Collections;
using System.Reflection;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A copy of an object in which some of what it holds, however deep, is replaced. Only what leads to something replaced is copied; all
/// else is shared. What was one object in the original is one object in the copy.</summary>
internal sealed class Substitution
{
    private static readonly MethodInfo s_memberwise = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly Func<object, object?> _replace;
    private readonly Dictionary<object, object> _made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _leads = new(ReferenceEqualityComparer.Instance);

    private Substitution(Func<object, object?> replace) => _replace = replace;

    /// <summary>The copy; the object itself when nothing is replaced.</summary>
    /// <param name="root">What is copied.</param>
    /// <param name="replace">What stands in the copy for an object; the object itself to leave it, with all that it holds, as it is; null to look
    /// inside.</param>
    internal static T Of<T>(T root, Func<object, object?> replace)
        where T : class
    {
        var substitution = new Substitution(replace);
        substitution.Explore(root);
        return (T)substitution.Made(root);
    }

    // Down to all that is replaced, then from there up again along the references, which may run in circles.
    private void Explore(object root)
    {
        var owners = new Dictionary<object, List<object>>(ReferenceEqualityComparer.Instance) { [root] = [] };
        var open = new Stack<object>([root]);
        var marked = new Stack<object>();
        while (open.TryPop(out object? inside))
        {
            if (_replace(inside) is { } other)
            {
                _made[inside] = other;
                if (other != inside) marked.Push(inside);
                continue;
            }
            if (inside is Parameter or RandomStream) continue;
            foreach (object reference in Fields.References(inside))
            {
                if (owners.TryGetValue(reference, out List<object>? known))
                {
                    known.Add(inside);
                    continue;
                }
                owners[reference] = [inside];
                open.Push(reference);
            }
        }
        while (marked.TryPop(out object? changed))
        {
            foreach (object owner in owners[changed])
            {
                if (_leads.Add(owner)) marked.Push(owner);
            }
        }
    }

    private object Made(object original)
    {
        if (_made.TryGetValue(original, out object? made)) return made;
        if (!_leads.Contains(original)) return original;
        if (original is Delegate function) return _made[original] = Rebound(function);
        RequireCopyable(original);
        object copy = _made[original] = s_memberwise.Invoke(original, null)!;
        Rewrite(copy, original.GetType());
        if (copy is Module module) module.Forget();
        return copy;
    }

    // A copy, or a boxed struct in one.
    private void Rewrite(object copy, Type owner)
    {
        if (copy is Array array)
        {
            for (int i = 0; i < array.Length; i++)
            {
                if (array.GetValue(i) is { } element) array.SetValue(Inside(element, owner), i);
            }
            return;
        }
        foreach (FieldInfo field in Fields.Of(copy.GetType()))
        {
            if (field.GetValue(copy) is not { } value) continue;
            object other = Inside(value, owner);
            if (other == value) continue;
            if (!field.FieldType.IsInstanceOfType(other))
                throw new TensorException($"{owner.Name}: '{field.Name}' holds a {field.FieldType.Name} and cannot take a {other.GetType().Name} instead; declare it as {nameof(Module)}");
            field.SetValue(copy, other);
        }
    }

    private object Inside(object value, Type owner)
    {
        if (Fields.IsClosed(value.GetType())) return value;
        if (!value.GetType().IsValueType) return Made(value);
        object box = s_memberwise.Invoke(value, null)!;
        Rewrite(box, owner);
        return box;
    }

    private Delegate Rebound(Delegate function) => Delegate.Combine([.. function.GetInvocationList().Select(each =>
        each.Target is null ? each : Delegate.CreateDelegate(each.GetType(), Made(each.Target), each.Method))])!;

    // A table by identity would look for the new keys where the old ones stood.
    private void RequireCopyable(object original)
    {
        bool keyed = original is IDictionary table
            ? HasOtherKeys(table)
            : original.GetType().GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ISet<>));
        if (keyed) throw new TensorException($"copy of a module: a {original.GetType().Name} finds modules, parameters or streams by what they are; keep them in an array, a list, or a dictionary by name");
        if (original is Array { Rank: > 1 }) throw new TensorException("copy of a module: modules, parameters and streams in an array of several axes; use an array of arrays");
    }

    // Entry by entry: a table that is asked for its keys keeps an object that refers to it, in the copy to the original.
    private bool HasOtherKeys(IDictionary table)
    {
        foreach (DictionaryEntry entry in table)
        {
            if (_leads.Contains(entry.Key) || (_made.TryGetValue(entry.Key, out object? other) && other != entry.Key)) return true;
        }
        return false;
    }
}
