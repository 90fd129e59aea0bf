using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Perturbs the images on another classifier, a substitute, and shows the classifier under attack the result, once: one query for each image
/// as it is, one as it is perturbed, no gradient. What the substitute says of the result does not matter.</summary>
/// <param name="substitute">The other classifier: from images [n, ...] to logits [n, classes].</param>
/// <param name="craft">How to perturb them on it.</param>
public sealed class TransferAttack(Func<Tensor, Tensor> substitute, BoundedAttack craft) : Attack
{
    /// <summary>True for an attacker who does not know the right classes: to leave a class then means to leave what the substitute says of the
    /// image (Papernot et al. 2017). Whether the attack succeeds is still judged by the goal.</summary>
    public bool LeavesOwnAnswer { get; init; }

    // Whether the craft draws is its own affair: it says so itself.
    private protected override AttackResult[] Search(AttackBatch batch)
    {
        IReadOnlyList<AttackGoal> goals = batch.Goals;
        if (LeavesOwnAnswer && goals.Count > 0)
        {
            int[] own = AttackedModel.Checked(substitute(batch.Images), goals.Count).ArgMax(-1).ToArray<int>();
            goals = [.. goals.Select((goal, i) => goal.IsTargeted ? goal : AttackGoal.Leave(own[i]))];
        }
        Tensor perturbed = craft.Perturb(substitute, batch.Images, goals, batch.Random?.Child("craft"), batch.Numbers);
        var model = new AttackedModel(batch.Logits, batch.Images);
        double[][] points = batch.Subjects.Length == 0 ? [] : [.. perturbed.To(DType.Float64).ToArray<double>().Chunk(batch.Subjects[0].Image.Length)];
        Dictionary<Subject, double[]> shown = batch.Subjects.Zip(points).ToDictionary();
        model.Drive(batch.Subjects, Steps);
        return [.. batch.Subjects.Select(subject => subject.Result())];

        IEnumerable<Ask> Steps(Subject subject)
        {
            Ask clean = subject.Classify([.. subject.Image]);
            yield return clean;
            if (subject.Offer([.. subject.Image], clean.Logits[0])) yield break;
            Ask ask = subject.Classify(shown[subject]);
            yield return ask;
            subject.Offer(shown[subject], ask.Logits[0]);
        }
    }
}
