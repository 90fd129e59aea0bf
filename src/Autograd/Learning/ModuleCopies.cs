using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Modules made of modules, without a line in the module's own class.</summary>
public static class ModuleCopies
{
    /// <summary>A module of the same form with cells of its own that hold the same values: parameters, frozen or not, and statistics. It draws
    /// from streams of its own, which go on from where those of the original are, so it answers and trains bit for bit as the original would.
    /// What no cell or stream is in, and tensors in fields, are shared.</summary>
    /// <typeparam name="T">The class of the module.</typeparam>
    /// <exception cref="TensorException">A dictionary or set in the module finds parameters or modules by identity.</exception>
    public static T Clone<T>(this T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return Substitution.Of(module, static inside => inside switch
        {
            Parameter cell => new Parameter(cell.Name, cell.Value.StopGradient()) { IsFrozen = cell.IsFrozen },
            RandomStream stream => new RandomStream(stream.Seed, stream.Name, stream.Device) { Position = stream.Position },
            _ => null,
        });
    }

    /// <summary>The same module with another part in the place of one, however deep. All other parts, and their cells, are shared with the
    /// original, which stays as it is.</summary>
    /// <typeparam name="T">The class of the module.</typeparam>
    /// <param name="module">The whole.</param>
    /// <param name="part">The part that goes; see <see cref="Module.Walk"/>.</param>
    /// <param name="other">What comes instead.</param>
    /// <exception cref="TensorException">The module has no such part, the field that holds it takes no module of that class, two parameters
    /// would share a name, or the module keeps a list of its parameters that would be out of date.</exception>
    public static T Replace<T>(this T module, Module part, Module other)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(other);
        string name = module.GetType().Name;
        if (part == module || !module.Walk().Contains(part)) throw new TensorException($"replace: {name} has no such part ({part.GetType().Name}); Walk() lists what it has");
        T changed = Substitution.Of(module, inside => inside == part ? other : null);
        HashSet<Parameter> expected = [.. changed.Parts.SelectMany(inside => inside.Parameters), .. changed.Held.OfType<Parameter>()];
        expected.ExceptWith(changed.Statistics);
        if (!expected.SetEquals(changed.Parameters)) throw new TensorException($"replace: {name} keeps a list of its parameters by itself, which is out of date now; leave Parameters to {nameof(Module)}");
        return changed;
    }
}
