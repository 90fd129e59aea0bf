using DeepPuzzles.Experiments.Methods.Continual;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Looks at a learner after each task, and changes nothing.</summary>
internal sealed class DreamWatch(Action<Learner> after) : Strategy
{
    public override string Name => "watch";

    public override void AfterTask(Learner learner) => after(learner);
}
