using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A named piece of state that snapshots read and write back.</summary>
/// <param name="Name">Its name in snapshots and files.</param>
/// <param name="Get">The present value.</param>
/// <param name="Set">Takes a value of the same shape and dtype.</param>
internal sealed record Slot(string Name, Func<Tensor> Get, Action<Tensor> Set)
{
    private const int WordBits = 32;

    /// <summary>Of names that are not wanted so many are told: they come from a file, which may have millions.</summary>
    private const int MostTold = 20;

    /// <summary>What else is wrong with a value, in words; null when nothing is.</summary>
    internal Func<Tensor, string?> Flaw { get; init; } = static _ => null;

    public static implicit operator Slot(Parameter cell) => new(cell.Name, () => cell.Value, value => cell.Update(value.MoveTo(cell.Value.Device)));

    /// <summary>Seed and position of a stream, as four 32-bit words, the low one of each first. A stream goes on only under its own seed.</summary>
    internal static Slot Of(RandomStream stream) => new(stream.Name, () => Words(stream.Seed, stream.Position), value => stream.Position = Numbers(value).Position)
    {
        Flaw = value => Numbers(value).Seed is var seed && seed == stream.Seed ? null : $"it is of seed {seed}, the stream here of seed {stream.Seed}",
    };

    internal Slot Under(string prefix) => this with { Name = $"{prefix}.{Name}" };

    /// <summary>A copy of all values.</summary>
    internal static Snapshot Read(IEnumerable<Slot> slots) => new(slots.Select(slot => KeyValuePair.Create(slot.Name, slot.Get())));

    /// <summary>Writes all values to a safetensors file, without a copy.</summary>
    internal static void Save(IEnumerable<Slot> slots, string path)
    {
        using var scope = MemoryScope.Open();
        SafeTensors.Write(path, slots.Select(slot => KeyValuePair.Create(slot.Name, slot.Get())));
    }

    /// <summary>Writes all values of a safetensors file, or none of them and tells everything that is wrong.</summary>
    internal static void Load(IEnumerable<Slot> slots, string path, ReadOptions? options, string who)
    {
        using var scope = MemoryScope.Open();
        IReadOnlyDictionary<string, Tensor> values = SafeTensors.Read(path, options);
        try
        {
            Write(slots, values, who);
        }
        catch (TensorException e)
        {
            throw new TensorException($"{FileAccessErrors.OneLine(path)}: {e.Message}", e);
        }
    }

    /// <summary>Writes all values, or none of them and tells everything that is wrong.</summary>
    internal static void Write(IEnumerable<Slot> slots, IReadOnlyDictionary<string, Tensor> values, string who)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var scope = MemoryScope.Open();
        Slot[] all = [.. slots];
        List<string> flaws = [];
        if (all.Select(slot => slot.Name).Except(values.Keys).ToArray() is { Length: > 0 } missing) flaws.Add($"missing are {string.Join(", ", missing)}");
        if (values.Keys.Except(all.Select(slot => slot.Name)).ToArray() is { Length: > 0 } extra) flaws.Add($"not wanted are {string.Join(", ", extra.Take(MostTold).Select(name => FileAccessErrors.Shown(name)))}{(extra.Length > MostTold ? $" and {extra.Length - MostTold} more" : "")}");
        foreach (Slot slot in all)
        {
            if (values.TryGetValue(slot.Name, out Tensor? value) && slot.Misfit(value) is { } flaw) flaws.Add($"'{slot.Name}': {flaw}");
        }
        if (flaws.Count > 0) throw new TensorException($"restore {who}: {string.Join("; ", flaws)}; nothing was changed");
        foreach (Slot slot in all) slot.Set(values[slot.Name]);
    }

    private string? Misfit(Tensor value)
    {
        if (!value.IsValid) return "its memory scope has ended, or the parameter it was read from has changed";
        Tensor own = Get();
        return own.Shape == value.Shape && own.DType == value.DType ? Flaw(value) : $"it is {value.DType.Name()} {value.Shape}, wanted is {own.DType.Name()} {own.Shape}";
    }

    private static Tensor Words(ulong seed, ulong position) => Tensor.From([(int)seed, (int)(seed >> WordBits), (int)position, (int)(position >> WordBits)], [4]);

    private static (ulong Seed, ulong Position) Numbers(Tensor words)
    {
        ulong[] parts = Array.ConvertAll(words.ToArray<int>(), word => (ulong)(uint)word);
        return (parts[0] | parts[1] << WordBits, parts[2] | parts[3] << WordBits);
    }
}
