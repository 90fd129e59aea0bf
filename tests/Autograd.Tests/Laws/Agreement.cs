using System.Globalization;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>The same function in two ways: its value and the gradients of ⟨v, f(x)⟩ must agree.</summary>
internal static class Agreement
{
    /// <summary>How far two results may lie apart, relative to the largest element of either, or to 1 where all are smaller (a derivative such as
    /// 1 - tanh² has no digits left where it vanishes), and in units of the coarser rounding: the longest sums of the cases have some hundred
    /// terms, and quotients of their gradients lose a digit or two more.</summary>
    private const double Units = 512;

    private const double Single = 1.0 / (1 << 24), Double = Single * Single / 16;

    private static readonly ReferenceDevice s_reference = new();
    private static readonly Elsewhere s_elsewhere = new();

    /// <summary>Views with other strides, offsets and repeated elements hold the same numbers as their copies.</summary>
    internal static string? OfLayouts(GradientCase check) =>
        Compare(check, Double, Run(check, x => x, DType.Float64), Run(check, x => Plain(x, CpuDevice.Default), DType.Float64));

    /// <summary>The kernels agree with the loops that define them.</summary>
    internal static string? OfDevices(GradientCase check, DType dtype) => OfDevices(check, dtype, s_reference);

    /// <summary>Another device gives what the processor gives.</summary>
    internal static string? OfDevices(GradientCase check, DType dtype, Device other) =>
        Compare(check, dtype == DType.Float32 ? Single : Double,
            Run(check, x => Plain(x, CpuDevice.Default).To(dtype), dtype), Run(check, x => Plain(x, other).To(dtype), dtype));

    /// <summary>On a device that shares no memory with the processor: what a rule makes by itself it makes there.</summary>
    internal static string? OfWalls(GradientCase check) => OfDevices(check, DType.Float64, s_elsewhere);

    /// <summary>Single precision gives what double precision gives from the same, already rounded, point.</summary>
    internal static string? OfPrecisions(GradientCase check) =>
        Compare(check, Single,
            Run(check, x => Plain(x, CpuDevice.Default).To(DType.Float32).To(DType.Float64), DType.Float64),
            Run(check, x => Plain(x, CpuDevice.Default).To(DType.Float32), DType.Float32));

    private static Tensor Plain(Tensor x, Device device) => Tensor.From(x.ToArray<double>(), x.Shape, device);

    // The value, then the gradient at each input.
    private static Tensor[] Run(GradientCase check, Func<Tensor, Tensor> prepare, DType dtype)
    {
        Tensor[] leaves = [.. check.Inputs.Select(x => prepare(x).Track())];
        Tensor y = check.F(leaves);
        if (!y.IsTracked) return [y];
        Tensor v = Plain(new RandomStream(13, check.Name).Normal(y.Shape, dtype: DType.Float32).To(DType.Float64), leaves[0].Device).To(dtype);
        Gradients gradients = y.Backward(v);
        return [y, .. leaves.Select(leaf => gradients[leaf])];
    }

    private static string? Compare(GradientCase check, double unit, Tensor[] some, Tensor[] others)
    {
        for (int i = 0; i < some.Length; i++)
        {
            string what = i == 0 ? "the value" : $"the gradient at input {i - 1}";
            if (some[i].Shape != others[i].Shape) return $"{check}: {what} is {some[i].Shape} here and {others[i].Shape} there";
            double[] x = some[i].To(DType.Float64).ToArray<double>(), y = others[i].To(DType.Float64).ToArray<double>();
            double largest = x.Concat(y).Select(Math.Abs).Append(1).Max();
            int far = Enumerable.Range(0, x.Length).FirstOrDefault(at => !(Math.Abs(x[at] - y[at]) <= Units * unit * largest || x[at].Equals(y[at])), -1);
            if (far >= 0) return string.Create(CultureInfo.InvariantCulture, $"{check}: element {far} of {what} is {x[far]:R} here and {y[far]:R} there; the largest is {largest:R}");
        }
        return null;
    }
}
