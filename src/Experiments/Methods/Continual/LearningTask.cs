namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>What a stream is made of: one task's images with the labels of their classes.</summary>
/// <param name="Name">For tables and figures: "sneakers and bags".</param>
/// <param name="Train">What is learned from.</param>
/// <param name="Test">What is asked.</param>
/// <param name="Classes">The classes of the task, each once: every label of the images is one of them. Where tasks share their output units, the
/// i-th class of each is at unit i.</param>
public sealed record TaskData(string Name, LabelledImages Train, LabelledImages Test, IReadOnlyList<int> Classes);

/// <summary>One task of a stream, at its place.</summary>
/// <param name="Number">Its place in the stream, from 0.</param>
/// <param name="Name">For tables and figures.</param>
/// <param name="Train">What is learned from. Labels are output units.</param>
/// <param name="Test">What is asked. Labels are output units.</param>
/// <param name="Classes">The classes as the data names them.</param>
/// <param name="Outputs">Its own output units: the i-th class is at the i-th of these.</param>
/// <param name="TrainOutputs">The units that compete while it is learned, in rising order: its own (task-incremental), all (domain-incremental), or
/// those of this and of all former tasks (class-incremental). Other units get no gradient from it.</param>
public sealed record LearningTask(
    int Number, string Name, Examples Train, Examples Test, IReadOnlyList<int> Classes, IReadOnlyList<int> Outputs, IReadOnlyList<int> TrainOutputs);
