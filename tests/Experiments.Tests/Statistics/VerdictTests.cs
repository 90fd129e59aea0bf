using DeepPuzzles.Experiments.Laboratory;
using FsCheck;
using FsCheck.Fluent;
using Interval = DeepPuzzles.Experiments.Laboratory.Interval;

namespace DeepPuzzles.Experiments.Tests;

/// <summary>The table of verdicts: each row, each kind, the edges, and the order of the rows.</summary>
public sealed class VerdictTests
{
    private const double Inf = double.PositiveInfinity;
    private static readonly double[] Six = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    private static readonly ControlSpec Kept = new("kept", Bar.AtMost(0.1));
    private static readonly double[] Small = [0.01, 0.02, 0.03, 0.02, 0.01, 0.02];
    private static readonly double[] Large = [0.31, 0.32, 0.33, 0.32, 0.31, 0.32];
    private static readonly double[] Across = [0.01, 0.25, 0.03, 0.22, 0.01, 0.02];

    private static ClaimSpec Spec(Bar bar, double? noEffect = null, params ControlSpec[] controls) =>
        new("id", "quote", "reference", "metric", "share", bar, noEffect) { Controls = controls };

    /// <summary>Six seeds, and an interval of any shape.</summary>
    private static Claim Judge(Bar bar, double? noEffect, double low, double high) => Spec(bar, noEffect)
        .Judge(new Measured(Six, new(low + (high - low) / 4, new(low, high), 6, "given", Confidence: bar.Confidence)));

    // Bar: at least 0.5; no effect: 0.
    [Theory]
    [InlineData(0.6, 0.7, Verdict.Reproduced)]
    [InlineData(0.5, 0.7, Verdict.Reproduced)] // the bar itself is on the right side
    [InlineData(0.5, 0.5, Verdict.Reproduced)]
    [InlineData(0.4999, 0.7, Verdict.Inconclusive)]
    [InlineData(-0.2, 0.7, Verdict.Inconclusive)] // the bar is asked about before "no effect"
    [InlineData(0.3, 0.5, Verdict.Inconclusive)]
    [InlineData(0.3, 0.4999, Verdict.Partial)]
    [InlineData(0.0001, 0.4, Verdict.Partial)]
    [InlineData(0, 0.4, Verdict.NotReproduced)] // contains "no effect"
    [InlineData(-0.1, 0.4, Verdict.NotReproduced)]
    [InlineData(-0.4, -0.1, Verdict.NotReproduced)] // excludes it in the wrong direction
    public void A_lower_bound(double low, double high, Verdict verdict)
    {
        Assert.Equal(verdict, Judge(Bar.AtLeast(0.5), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.Order(0.5), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.Monotone(0.5), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.AtMost(-0.5), 0, -high, -low).Verdict); // its mirror image
        Assert.Equal(verdict, Judge(Bar.AtLeast(10.5), 10, low + 10, high + 10).Verdict);
    }

    [Theory]
    [InlineData(0.1, 0.2, Verdict.Reproduced)]
    [InlineData(0, 0.2, Verdict.Inconclusive)] // the bar stands at "no effect": touching it shows nothing
    [InlineData(0, 0, Verdict.Inconclusive)]
    [InlineData(-0.1, 0.2, Verdict.Inconclusive)]
    [InlineData(-0.2, 0, Verdict.Inconclusive)]
    [InlineData(-0.2, -0.1, Verdict.NotReproduced)]
    public void A_bar_at_no_effect(double low, double high, Verdict verdict)
    {
        Assert.Equal(verdict, Judge(Bar.AtLeast(0), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.Order(), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.AtMost(0), 0, -high, -low).Verdict);
    }

    // Bar: within [0.35, 0.7]; no effect: 0.
    [Theory]
    [InlineData(0.4, 0.6, Verdict.Reproduced)]
    [InlineData(0.35, 0.7, Verdict.Reproduced)]
    [InlineData(0.34, 0.6, Verdict.Inconclusive)]
    [InlineData(0.4, 0.71, Verdict.Inconclusive)]
    [InlineData(-0.1, 0.9, Verdict.Inconclusive)]
    [InlineData(0.1, 0.3, Verdict.Partial)]
    [InlineData(0.71, 0.9, Verdict.Partial)] // more than claimed
    [InlineData(0, 0.3, Verdict.NotReproduced)]
    [InlineData(-0.3, -0.1, Verdict.NotReproduced)]
    public void An_interval(double low, double high, Verdict verdict)
    {
        Assert.Equal(verdict, Judge(Bar.Within(0.35, 0.7), 0, low, high).Verdict);
        Assert.Equal(verdict, Judge(Bar.Within(-0.7, -0.35), 0, -high, -low).Verdict);
        Verdict without = verdict == Verdict.Partial ? Verdict.NotReproduced : verdict;
        Assert.Equal(without, Judge(Bar.Within(0.35, 0.7), null, low, high).Verdict);
    }

    // 0.3 ± 0.1.
    [Theory]
    [InlineData(0.25, 0.35, Verdict.Reproduced)]
    [InlineData(0.31, 0.35, Verdict.Reproduced)] // a difference, but a small one
    [InlineData(0.15, 0.35, Verdict.Inconclusive)]
    [InlineData(0.35, 0.45, Verdict.Inconclusive)]
    [InlineData(0, 0.9, Verdict.Inconclusive)]
    [InlineData(0.41, 0.5, Verdict.NotReproduced)]
    [InlineData(0.1, 0.19, Verdict.NotReproduced)]
    public void An_equivalence(double low, double high, Verdict verdict) =>
        Assert.Equal(verdict, Judge(Bar.Equivalent(0.1, center: 0.3), null, low, high).Verdict);

    [Theory]
    [InlineData(new[] { 0.95, 0.96, 1, 1, 1 }, Verdict.Reproduced, 0.95)]
    [InlineData(new[] { 1.0, 1, 1, 1, 1 }, Verdict.Reproduced, 1)]
    [InlineData(new[] { 0.94, 0.96, 1, 1, 1 }, Verdict.Partial, 0.94)] // one seed refutes the law
    [InlineData(new[] { 0.2, 0.3, 0.3, 0.3, 0.3 }, Verdict.Partial, 0.2)]
    [InlineData(new[] { 0.1, 0.96, 1, 1, 1 }, Verdict.NotReproduced, 0.1)]
    [InlineData(new[] { 0.05, 0.06, 0, 0, 0.1 }, Verdict.NotReproduced, 0)]
    public void A_law_of_every_seed(double[] seeds, Verdict verdict, double worst)
    {
        Claim claim = Spec(Bar.AtLeast(0.95).InEverySeed(), 0.1).Judge(seeds);
        Assert.Equal((verdict, worst), (claim.Verdict, claim.Value));
        Assert.Equal(new Interval(seeds.Min(), seeds.Max()), claim.Ci);
        Assert.Null(claim.SeedsNeeded);
        Claim mirror = Spec(Bar.AtMost(-0.95).InEverySeed(), -0.1).Judge(seeds.Select(v => -v).ToArray());
        Assert.Equal((verdict, -worst), (mirror.Verdict, mirror.Value));
    }

    [Fact]
    public void The_worst_seed_of_a_two_sided_law_is_the_one_furthest_out() =>
        Assert.Equal(-3, Spec(Bar.Within(0, 1).InEverySeed()).Judge(new[] { 0.5, 2, -3, 1, 0.2 }).Value);

    [Fact]
    public void An_illustration_is_demonstrated_whatever_came_out_unless_its_control_failed()
    {
        Assert.Equal(Verdict.Demonstrated, Spec(Bar.Illustration).Judge(Array.Empty<double>()).Verdict);
        Assert.Equal(Verdict.Demonstrated, Spec(Bar.Illustration, null, Kept).Judge(new[] { 1.0, double.NaN }, [Across]).Verdict);
        Assert.Equal(Verdict.ControlFailed, Spec(Bar.Illustration, null, Kept).Judge(Six, [Large]).Verdict);
    }

    // Each line adds the cause of the row above it: the first row that applies decides.
    [Fact]
    public void The_rules_are_applied_in_their_order()
    {
        Bar bar = Bar.AtLeast(0.4);
        double[] four = Six[..4], broken = [.. Six, double.NaN], brokenFour = [.. Six[..3], double.NaN];
        SanityCheck[] wrong = [new("sums to one", false)];
        Assert.Equal(Verdict.Reproduced, Spec(bar, 0, Kept).Judge(Six, [Small], [new("fine", true)]).Verdict);
        Assert.Equal(Verdict.NotReproduced, Spec(bar, 0, Kept).Judge(broken, [Small]).Verdict);
        Assert.Equal(Verdict.Inconclusive, Spec(bar, 0, Kept).Judge(broken, [Across]).Verdict);
        Assert.Equal(Verdict.Inconclusive, Spec(bar, 0, Kept).Judge(Six, [Across]).Verdict);
        Assert.Equal(Verdict.Inconclusive, Spec(bar, 0, Kept).Judge(brokenFour, [Small]).Verdict);
        Assert.Equal(Verdict.Inconclusive, Spec(bar, 0, Kept).Judge(four, [Across]).Verdict);
        Assert.Equal(Verdict.ControlFailed, Spec(bar, 0, Kept).Judge(four, [Large]).Verdict);
        Assert.Equal(Verdict.ControlFailed, Spec(bar, 0, Kept, Kept).Judge(Six, [Across, Large]).Verdict);
        Assert.Equal(Verdict.ControlFailed, Spec(bar, 0, Kept).Judge(Six, [Small], wrong).Verdict);
        Assert.Contains("'sums to one'", Spec(bar, 0, Kept).Judge(Six, [Large], wrong).Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Controls_are_kept_straddled_or_failed()
    {
        ControlResult Result(double[] values, Bar bound) => Spec(Bar.AtLeast(0.4), 0, new ControlSpec("c", bound)).Judge(Six, [values]).Controls[0];
        Assert.Equal(ControlOutcome.Kept, Result(Small, Bar.AtMost(0.1)).Outcome);
        Assert.Equal(ControlOutcome.Straddles, Result(Across, Bar.AtMost(0.1)).Outcome);
        Assert.Equal(ControlOutcome.Failed, Result(Large, Bar.AtMost(0.1)).Outcome);
        Assert.Equal(ControlOutcome.Kept, Result([0.1, 0.1, 0.1], Bar.AtMost(0.1)).Outcome); // the bound itself is kept
        Assert.Equal(ControlOutcome.Failed, Result([0.01, 0.01, double.NaN], Bar.AtMost(0.1)).Outcome);
        Assert.Equal(ControlOutcome.Straddles, Result([0.5], Bar.AtMost(0.1)).Outcome); // one seed says nothing
        Assert.Equal(ControlOutcome.Kept, Result(Small, Bar.AtMost(0.03).InEverySeed()).Outcome);
        Assert.Equal(ControlOutcome.Straddles, Result(Small, Bar.AtMost(0.025).InEverySeed()).Outcome);
        ControlResult equivalent = Result([-0.01, 0.01, 0, 0.01, -0.01], Bar.Equivalent(0.01));
        Assert.Equal((ControlOutcome.Kept, true), (equivalent.Outcome, equivalent.Passed)); // 90 %: ±0.0095, 95 %: ±0.0124
    }

    [Fact]
    public void A_claim_carries_what_was_declared_and_measured()
    {
        ClaimSpec spec = Spec(Bar.AtMost(0.2), 1, Kept) with { Paper = new(0.3, "same task") };
        double[] seeds = [0.11, 0.14, 0.09, 0.15, 0.12, 0.13];
        Claim claim = spec.Judge(seeds, [Small]);
        Estimate t = TTest.OneSample(seeds);
        Assert.Equal((Verdict.Reproduced, ClaimKind.UpperBound, 6), (claim.Verdict, claim.Kind, claim.N));
        Assert.Equal((t.Value, t.Ci), (claim.Value, claim.Ci));
        Assert.Equal(2.0 / 64, claim.P);
        Assert.Equal("t interval over seeds, exact sign-flip p", claim.Test);
        Assert.Equal(seeds, claim.PerSeed);
        Assert.Equal(new PaperValue(0.3, "same task"), claim.Paper);
        Assert.Equal([0.2], claim.Bar.Numbers);
        Assert.Null(claim.SeedsNeeded);
        Assert.Equal(("kept", true), (claim.Controls[0].What, claim.Controls[0].Passed));
        Assert.Equal($"the 95 % interval {t.Ci} meets the bar, at most 0.2", claim.Note);
    }

    [Fact]
    public void An_equivalence_is_tested_by_TOST_at_90_percent()
    {
        double[] seeds = [-0.01, 0.01, 0, 0.01, -0.01];
        Claim claim = Spec(Bar.Equivalent(0.02)).Judge(seeds);
        Assert.Equal((Verdict.Reproduced, TTest.Equivalence(seeds, 0.02).Ci, TTest.Equivalence(seeds, 0.02).P), (claim.Verdict, claim.Ci, claim.P));
        Assert.Equal((0.0, "TOST over seeds"), (claim.NoEffect, claim.Test));
        Assert.StartsWith("the 90 % interval", claim.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Inconclusive_says_how_many_more_seeds()
    {
        Claim near = Spec(Bar.AtLeast(0.4), 0).Judge(new[] { 0.3, 0.7, 0.5, 0.6, 0.35, 0.75 });
        int more = SeedsNeeded.ToExclude(0.4, near.Value, near.Ci, 6, 0.95)!.Value;
        Assert.Equal((Verdict.Inconclusive, more), (near.Verdict, near.SeedsNeeded));
        Assert.EndsWith($"about {more} more seeds would settle it", near.Note, StringComparison.Ordinal);
        Assert.Equal(2, Spec(Bar.AtLeast(0.4), 0).Judge(new[] { 1.0, 1, 1 }).SeedsNeeded);
        Assert.Equal(5, Spec(Bar.AtLeast(0.4), 0).Judge(Array.Empty<double>()).SeedsNeeded);
        Claim onTheBar = Spec(Bar.AtLeast(0.5), 0).Judge(new[] { 0.25, 0.75, 0.25, 0.75, 0.5 });
        Assert.Equal((Verdict.Inconclusive, (int?)null), (onTheBar.Verdict, onTheBar.SeedsNeeded));
        Claim control = Spec(Bar.AtLeast(0.4), 0, Kept).Judge(Six, [[0.0, 0.08, 0.05, 0.11, 0.02, 0.1]]);
        Assert.Equal((Verdict.Inconclusive, control.Controls[0].SeedsNeeded), (control.Verdict, control.SeedsNeeded));
        Assert.True(control.SeedsNeeded > 0);
    }

    [Fact]
    public void Both_ends_of_an_interval_must_be_settled() =>
        Assert.Equal(
            Math.Max(SeedsNeeded.ToExclude(0, 1, new(-1, 3), 6)!.Value, SeedsNeeded.ToExclude(2.5, 1, new(-1, 3), 6)!.Value),
            Spec(Bar.Within(0, 2.5)).Judge(new Measured(Six, new(1, new(-1, 3), 6, "given"))).SeedsNeeded);

    [Fact]
    public void A_failed_seed_is_named_and_never_dropped()
    {
        Claim claim = Spec(Bar.AtLeast(0.4), 0).Judge(new[] { 0.5, 0.5, Inf, 0.5, 0.5, double.NaN, 0.5 });
        Assert.Equal((Verdict.NotReproduced, 7, 7), (claim.Verdict, claim.PerSeed.Count, claim.N));
        Assert.True(double.IsNaN(claim.Value) && double.IsNaN(claim.Ci.Low) && claim.P is null);
        Assert.StartsWith("2 of 7 seeds (number 3, 6)", claim.Note, StringComparison.Ordinal);
        Measured pooled = new([0.5, 0.5, 0.5, 0.5, double.NaN], Proportion.Wilson(90, 100));
        Assert.Equal(Verdict.NotReproduced, Spec(Bar.AtLeast(0.4), 0).Judge(pooled).Verdict);
        Assert.Equal(Verdict.NotReproduced, Spec(Bar.AtLeast(0.4), 0).Judge(new Measured(Six, Proportion.Wilson(0, 0))).Verdict);
    }

    [Fact]
    public void A_pooled_estimate_takes_the_place_of_the_t_interval()
    {
        Estimate wilson = Proportion.Wilson(90, 100);
        Claim claim = Spec(Bar.AtLeast(0.8), 0.5).Judge(new Measured([0.9, 0.85, 0.95, 0.9, 0.9], wilson));
        Assert.Equal((wilson.Ci, 100, 5, "Wilson interval"), (claim.Ci, claim.N, claim.PerSeed.Count, claim.Test));
        Assert.Throws<ArgumentException>(() => Spec(Bar.Equivalent(0.1)).Judge(new Measured(Six, wilson)));
        Assert.Throws<ArgumentException>(() => Spec(Bar.AtLeast(0).InEverySeed()).Judge(new Measured(Six, wilson)));
    }

    [Fact]
    public void A_declaration_that_cannot_be_judged_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Spec(Bar.AtLeast(0.2), noEffect: 0.3)); // "no effect" would pass
        Assert.Throws<ArgumentException>(() => Spec(Bar.AtMost(0.2), noEffect: 0.1));
        Assert.Throws<ArgumentException>(() => Spec(Bar.Within(0.2, 0.4), noEffect: 0.3));
        Assert.Throws<ArgumentException>(() => Spec(Bar.AtLeast(0.2), noEffect: double.NaN));
        Assert.Throws<ArgumentException>(() => Spec(Bar.Equivalent(0.1, 0.3), noEffect: 0));
        Assert.Throws<ArgumentException>(() => Bar.Equivalent(-0.1));
        Assert.Throws<ArgumentException>(() => Bar.AtLeast(double.NaN));
        Assert.Throws<ArgumentException>(() => Bar.Within(1, 0));
        Assert.Throws<InvalidOperationException>(() => Bar.Order().InEverySeed());
        Assert.Throws<ArgumentException>(() => Spec(Bar.AtLeast(0.2), 0, Kept).Judge(Six)); // a control not measured
        Assert.Throws<ArgumentException>(() => new ClaimSpec("", "q", "r", "m", "u", Bar.Order()));
    }

    [Fact]
    public void A_bar_is_made_again_from_its_kind_and_numbers()
    {
        Bar[] bars = [Bar.AtLeast(0.3), Bar.AtMost(0.1), Bar.Within(1, 2), Bar.Equivalent(0.1, 0.3), Bar.Order(0.1), Bar.Monotone(0.9), Bar.AtLeast(1).InEverySeed(), Bar.Illustration];
        Assert.Equal(Enum.GetValues<ClaimKind>(), bars.Select(b => b.Kind).Order());
        Assert.Equal(bars, bars.Select(b => Bar.Of(b.Kind, b.Numbers, b.Center)));
        Assert.Throws<ArgumentException>(() => Bar.Of(ClaimKind.Interval, [1]));
        Assert.Equal(
            ["at least 0.3", "at most 0.1", "within [1, 2]", "0.3 ± 0.1", "at least 0.1", "at least 0.9", "at least 1 in every seed", "anything"],
            bars.Select(b => b.ToString()));
    }

    private static readonly Bar[] Bars =
        [Bar.AtLeast(0), Bar.AtMost(2), Bar.Within(-1, 1), Bar.Equivalent(1.5), Bar.Order(0), Bar.Monotone(0), Bar.AtMost(3).InEverySeed()];

    private static Gen<double[]> Seeds(int fewest, int most) =>
        from n in Gen.Choose(fewest, most)
        from values in Gen.Choose(-40, 40).Select(i => i / 8.0).ArrayOf(n)
        select values;

    [Fact]
    public void Fewer_than_five_seeds_never_reproduce_anything() => Prop.ForAll(
        Gen.Elements(Bars).ToArbitrary(), Seeds(0, 4).ToArbitrary(),
        (bar, seeds) => Spec(bar).Judge(seeds).Verdict == Verdict.Inconclusive).QuickCheckThrowOnFailure();

    [Fact]
    public void A_failed_seed_never_helps() => Prop.ForAll(
        Gen.Elements(Bars).ToArbitrary(), Seeds(4, 9).ToArbitrary(), Gen.Elements(double.NaN, Inf, -Inf).ToArbitrary(),
        (bar, seeds, bad) => Spec(bar).Judge(seeds.Append(bad).ToArray()).Verdict == Verdict.NotReproduced).QuickCheckThrowOnFailure();

    [Fact]
    public void Reproduced_means_that_the_interval_is_inside_the_bar() => Prop.ForAll(
        Gen.Elements(Bars).ToArbitrary(), Seeds(5, 9).ToArbitrary(),
        (bar, seeds) => Spec(bar).Judge(seeds) is var c && c.Verdict == Verdict.Reproduced == c.Ci.IsInside(bar.Region)).QuickCheckThrowOnFailure();

    [Fact]
    public void Moving_all_seeds_up_never_hurts_a_lower_bound_and_mirrored_data_meet_the_mirrored_bar()
    {
        Verdict[] upwards = [Verdict.NotReproduced, Verdict.Partial, Verdict.Inconclusive, Verdict.Reproduced];
        Prop.ForAll(Seeds(5, 9).ToArbitrary(), Gen.Choose(0, 10).ToArbitrary(), (seeds, shift) =>
        {
            ClaimSpec spec = Spec(Bar.AtLeast(3), 1), mirror = Spec(Bar.AtMost(-3), -1);
            Verdict before = spec.Judge(seeds).Verdict, after = spec.Judge(seeds.Select(v => v + shift).ToArray()).Verdict;
            return Array.IndexOf(upwards, after) >= Array.IndexOf(upwards, before)
                && mirror.Judge(seeds.Select(v => -v).ToArray()).Verdict == before;
        }).QuickCheckThrowOnFailure();
    }
}
