using DeepPuzzles.Experiments.Methods.Attacks;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Flags of an evaluation under attack, from a seed's measurements to the sanity checks of a claim: one line where they are measured, one
/// where they are judged.</summary>
/// <example><code>
/// found.Add("flags", new EvaluationCheck { Epsilon = s.Epsilon }.Of(net.Logits, images, goals, lab.Random("flags")));     // in Measure
/// Claims[0].Judge(measured, controls, evidence.Flags("flags"));                                                            // in Conclude
/// </code></example>
public static class AttackChecks
{
    /// <summary>Notes what should hold, 1 where it does and 0 where its flag is raised, as name/what.</summary>
    public static void Add(this Measurements found, string name, EvaluationFlags flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        foreach ((string what, bool holds) in flags.All) found.Add($"{name}/{what}", holds ? 1 : 0);
    }

    /// <summary>For each flag noted under that name, that no seed raised it.</summary>
    /// <exception cref="InvalidOperationException">None was noted: checks of nothing would all pass.</exception>
    public static SanityCheck[] Flags(this Evidence evidence, string name)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        string[] noted = [.. evidence.Names.Where(one => one.StartsWith($"{name}/", StringComparison.Ordinal))];
        if (noted.Length == 0) throw new InvalidOperationException($"no flags were noted as '{name}'");
        return [.. noted.Select(one => new SanityCheck($"{name}: {one[(name.Length + 1)..]}", evidence.PerSeed(one).All(holds => holds == 1)))];
    }
}
