using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// Steps that need no question: an attack is worth only what it does beyond the best of them.
public sealed partial class BlackBox
{
    private const string Brighter = "brighter", Darker = "darker", Best = "best unasked";

    private static readonly string[] s_unasked = [Noise, Brighter, Darker];

    // Notes what each of them does, and what the one does that does most to the validation images.
    internal static string NoteUnasked(Lab lab, Settings s, Victim victim, Measurements found)
    {
        foreach (string step in s_unasked) found.Add($"{step}/{victim.Name}", Misled(victim, step));
        using var scope = MemoryScope.Open();
        Victim validation = victim.On(lab, lab.Data.Validation, $"{victim.Name}, validation images", s.Images);
        string best = s_unasked.MaxBy(step => Misled(validation, step))!;
        found.Add($"{Best}/{victim.Name}", found.Series[$"{best}/{victim.Name}"]);
        return best;

        double Misled(Victim of, string step) => of.Misled(Unasked(lab, step, of, Arm.Control), s.Epsilon);
    }

    // The directions of a step for each image: every pixel up, every pixel down, or each at random.
    private static Tensor Unasked(Lab lab, string step, Victim victim, Arm arm) => step switch
    {
        Brighter => Tensor.Full(victim.Images.Shape, 1, DType.Float32, lab.Device),
        Darker => Tensor.Full(victim.Images.Shape, -1, DType.Float32, lab.Device),
        _ => lab.Random($"noise for {victim.Name}", arm).Uniform(victim.Images.Shape, -1, 1).Sign(),
    };
}
