namespace DeepPuzzles.Kernels;

/// <summary>A function with two results, for every kind of register.</summary>
public interface IFormulaOfTwo
{
    /// <summary>Both results, lane by lane.</summary>
    static abstract TVector Apply<TVector>(TVector x, out TVector second)
        where TVector : struct, IRegister<TVector>;
}
