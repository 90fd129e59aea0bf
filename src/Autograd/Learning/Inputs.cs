using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What layers require of their inputs alike.</summary>
internal static class Inputs
{
    /// <summary>Nothing is converted silently: a float64 input to a float32 layer is as often a slip as meant.</summary>
    internal static void RequireDType(string layer, Tensor x, Parameter parameter, string what = "inputs")
    {
        if (x.DType != parameter.DType) throw OtherDType(layer, x, parameter, what);
    }

    /// <summary>For layers that put their name together only for a message.</summary>
    internal static TensorException OtherDType(string layer, Tensor x, Parameter parameter, string what = "inputs") => new(
        $"{layer}: the {what} are {x.DType.Name()} {x.Shape}, the parameter '{parameter.Name}' is {parameter.DType.Name()}; convert the {what} with .To(DType.{parameter.DType})");
}
