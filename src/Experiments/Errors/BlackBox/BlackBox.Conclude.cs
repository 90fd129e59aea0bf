using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class BlackBox
{
    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        SanityCheck[] sanity =
        [
            new("every image is asked about once: first images · 2^additions questions", Attackers(evidence).All(name =>
                evidence.Series($"queries/{name}").All(rounds => rounds.SequenceEqual(Enumerable.Range(0, s.Additions + 1).Select(k => (double)((long)s.FirstImages << k)))))),
            new("a perturbation of size 0 changes no answer", ((string[])[Cnn, Neighbours, Tree]).All(victim => evidence.PerSeed($"misled at 0/{victim}").All(share => share == 0))),
        ];
        double[] random = Last(evidence, $"{AtRandom}/{Cnn}");
        // What the claims about the Jacobian subtract, subtracted from itself with other random signs.
        Measured byChance = Sample.Differences(Last(evidence, $"{AtRandomAgain}/{Cnn}"), random);
        return new Findings(
            [
                Claims[0].Judge(Taken(Cnn), [OfUntrained(Cnn), OfShuffled(Cnn)], sanity),
                Claims[1].Judge(Sample.Differences(Last(evidence, $"{Formula}/{Cnn}"), random), [byChance], sanity),
                Claims[2].Judge(Sample.Differences(Last(evidence, $"{Against}/{Cnn}"), random), [byChance], sanity),
                Claims[3].Judge(Taken(Tree), [OfUntrained(Tree), OfShuffled(Tree)], sanity),
                Claims[4].Judge(Taken(Neighbours), [OfUntrained(Neighbours), OfShuffled(Neighbours)], sanity),
            ],
            Figures(evidence, s));

        Measured Taken(string victim) => Sample.Differences(evidence.PerSeed($"taken/{victim}"), evidence.PerSeed($"{Best}/{victim}"));

        Measured OfUntrained(string victim) => BeyondUnasked(Untrained, victim);

        Measured OfShuffled(string victim) => BeyondUnasked(Shuffled, victim);

        // The same is subtracted as from what is claimed.
        Measured BeyondUnasked(string attacker, string victim) => Sample.Differences(Last(evidence, $"{attacker}/{victim}"), evidence.PerSeed($"{Best}/{victim}"));
    }

    // All whose number of questions doubles with each round, whether they are of the quick run or of the full one.
    private static IEnumerable<string> Attackers(Evidence evidence) =>
        evidence.Names.Where(name => name.StartsWith("queries/", StringComparison.Ordinal)).Select(name => name["queries/".Length..])
            .Where(name => !((string[])[Fresh, Portions]).Any(other => name.StartsWith(other, StringComparison.Ordinal)));

    private static double[] Last(Evidence evidence, string attacker) => [.. evidence.Series($"misled/{attacker}").Select(rounds => rounds[^1])];
}
