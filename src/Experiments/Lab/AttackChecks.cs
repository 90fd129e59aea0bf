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
    /// <summary>Notes each flag, 1 where it is raised, as name/flag.</summary>
    public static void Add(this Measurements found, string name, EvaluationFlags flags)
    {
        foreach ((string what, bool raised) in flags.All) found.Add($"{name}/{what}", raised ? 1 : 0);
    }

    /// <summary>For each flag noted under that name, that no seed raised it.</summary>
    public static SanityCheck[] Flags(this Evidence evidence, string name) =>
        [.. evidence.Names.Where(one => one.StartsWith($"{name}/", StringComparison.Ordinal)).Select(one =>
            new SanityCheck($"{name}: {one[(name.Length + 1)..]}", evidence.PerSeed(one).All(raised => raised == 0)))];
}
