using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

// The claims with their bars and controls.
public sealed partial class Imperceptible
{
    public override IReadOnlyList<ClaimSpec> Claims { get; } =
    [
        new("misclassified", SmallChange, Szegedy, "images that the attack makes its net misclassify", "share", Bar.AtLeast(LeastSuccess), noEffect: MostNoiseError)
        {
            Paper = new(1, "every image, MNIST: other data, comparable in kind only"),
            Controls =
            [
                new("Gaussian noise of the same length", Bar.AtMost(MostNoiseError)),
                new("the perturbation of another image, of the same length", Bar.AtMost(MostAnotherError)),
                new("the same numbers in other places", Bar.AtMost(MostNoiseError)),
                new(OfUntrained, Bar.AtMost(MostUntrainedError)),
            ],
        },
        new("hardly-perceptible", SmallChange, Szegedy, $"median RMS of a pixel's change; a failed attack counts as {AttackStudy.RmsOfFailure}", "pixels in [0, 1]", Bar.AtMost(LargestMedianRms))
        {
            Paper = new(0.058, "mean of the 100-100-10 net on MNIST: other data, same scale"),
            Controls = [new("Gaussian noise of the same length misclassifies", Bar.AtMost(MostNoiseError))],
        },
        new("nearer-than-confusion", SmallChange, Szegedy, "median ‖r‖ / distance to the nearest test image of the class aimed at", "ratio", Bar.AtMost(LargestRatio), 1)
        {
            Paper = new(null, "not in the paper"),
            Controls = [new("Gaussian noise of the same length misclassifies", Bar.AtMost(MostNoiseError))],
        },
        new("transfer", SameChange, Szegedy, "error minus error under Gaussian noise of the same length, in the worst of the four pairs with disjoint training sets", "difference of shares", Bar.AtLeast(LeastTransfer), 0)
        {
            Paper = new(0.059, "error (without subtraction) of FC100-100-10' on images made for FC100-100-10, MNIST: other data"),
            Controls =
            [
                new("Gaussian noise of the same length, shown to nets with disjoint training sets", Bar.AtMost(MostNoiseError)),
                new(OfUntrained, Bar.AtMost(MostUntrainedError)),
            ],
        },
        new("amplified", SameChange, Szegedy, "rise of the error when the perturbation is scaled up, in the worst of the four pairs with disjoint training sets", "difference of shares", Bar.AtLeast(LeastRise), 0)
        {
            Paper = new(0.37, "from 5.9 to 43 % for FC100-100-10 to FC100-100-10' at RMS 0.1, MNIST: other data"),
            Controls = [new("rise when Gaussian noise is scaled up alike", Bar.AtMost(MostNoiseRise))],
        },
        new("every-model", SmallChange, Szegedy, "images that the attack makes the model misclassify, in the model where they are fewest", "share", Bar.AtLeast(LeastSuccess), noEffect: MostNoiseError)
        {
            Paper = new(1, "every image of every model, MNIST: other data, comparable in kind only"),
            Controls = [new("Gaussian noise of the same length", Bar.AtMost(MostNoiseError))],
        },
        new("weight-decay", SmallChange, Szegedy, "smallest rise of the mean RMS from one weight decay of the softmax net to the next larger one", "pixels in [0, 1]", Bar.Order(LeastDecayRise), 0)
        {
            Paper = new(0.038, "from 0.062 to 0.1 (and on to 0.14) on MNIST: other data, same scale"),
            Controls =
            [
                new("Gaussian noise of the same length misclassifies", Bar.AtMost(MostNoiseError)),
                new("mean rise from one to the next of three softmax nets of one weight decay, each with weights and order of its own", Bar.Equivalent(LeastDecayRise)),
            ],
        },
        new("surer", SameChange, Szegedy, "error under the perturbation of the largest lead minus that under the one of the smallest lead, scaled to the same length, in the worst of the four pairs with disjoint training sets", "difference of shares", Bar.AtLeast(LeastSurer), 0)
        {
            Paper = new(null, "not in the paper"),
            Controls =
            [
                new("rise under Gaussian noise of the same lengths", Bar.AtMost(MostNoiseRise)),
                new("images for which the largest lead is reached", Bar.AtLeast(LeastSuccess)),
            ],
        },
        new("accuracy-distance", Performance, Gilmer, "along one training run: Spearman's ρ between the accuracy of the first net as it learns and its mean distance to the nearest error, over images that it gets right at every moment", "rank correlation", Bar.Monotone(LeastRho), 0)
        {
            Paper = new(null, "shown there for spheres, where the nearest error moves away as errors grow rare"),
            Controls =
            [
                new("Gaussian noise of the same length misclassifies", Bar.AtMost(MostNoiseError)),
                new("images for which a second attack, DeepFool, finds an error nearer by a tenth", Bar.AtMost(MostNearer)),
            ],
        },
    ];
}
