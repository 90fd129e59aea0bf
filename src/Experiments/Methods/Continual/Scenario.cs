namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>What a learner is told at test, and so what it has to find out by itself (van de Ven and Tolias 2019). Numbers of different scenarios are
/// not comparable, and what compares them here refuses to.</summary>
public enum Scenario
{
    /// <summary>The number of the task is told, and only its own classes are possible: each task has output units of its own, a "head".</summary>
    TaskIncremental,

    /// <summary>The task is not told and need not be known: all tasks share their output units, since all ask for the same kind of answer.</summary>
    DomainIncremental,

    /// <summary>The task is not told and must be found out: all classes met so far are possible.</summary>
    ClassIncremental,
}

/// <summary>Scenarios in words.</summary>
public static class Scenarios
{
    /// <summary>As titles have it: "task-incremental".</summary>
    public static string Title(this Scenario scenario) => scenario switch
    {
        Scenario.TaskIncremental => "task-incremental",
        Scenario.DomainIncremental => "domain-incremental",
        _ => "class-incremental",
    };
}
