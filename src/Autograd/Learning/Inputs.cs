using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What layers require of their inputs alike.</summary>
internal static class Inputs
{
    /// <summary>Nothing is converted or moved silently: a float64 input to a float32 layer is as often a slip as meant.</summary>
    internal static void Require(string layer, Tensor x, Parameter parameter, string what = "inputs")
    {
        if (!Fit(x, parameter)) throw Misfit(layer, x, parameter, what);
    }

    /// <summary>For layers that put their name together only for a message.</summary>
    internal static bool Fit(Tensor x, Parameter parameter) => x.DType == parameter.DType && AreTogether(x, parameter);

    internal static TensorException Misfit(string layer, Tensor x, Parameter parameter, string what = "inputs") => new(AreTogether(x, parameter)
        ? $"{layer}: the {what} are {x.DType.Name()} {x.Shape}, the parameter '{parameter.Name}' is {parameter.DType.Name()}; convert the {what} with .To(DType.{parameter.DType})"
        : $"{layer}: the {what} {x.Shape} are on {x.Device.Name}, the parameter '{parameter.Name}' is on {parameter.Device.Name}; move the module with module.MoveTo(device), or the {what} with .MoveTo(device)");

    internal static bool AreTogether(Tensor x, Parameter parameter) => x.Device == parameter.Device || x.Device.SharesMemoryWith(parameter.Device);
}
