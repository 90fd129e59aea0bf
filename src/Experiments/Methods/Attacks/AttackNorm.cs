namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>How long a perturbation r of pixels in [0, 1] is.</summary>
public enum AttackNorm
{
    /// <summary>The largest |r| of a pixel.</summary>
    LInf,

    /// <summary>√Σr², the Euclidean length.</summary>
    L2,
}
