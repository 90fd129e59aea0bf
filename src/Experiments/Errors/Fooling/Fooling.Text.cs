namespace DeepPuzzles.Experiments.Errors;

// What is done, and what misleads.
public sealed partial class Fooling
{
    public override IReadOnlyList<string> Protocol =>
    [
        "A small convolutional net (5×5/2-8, 5×5/2-16, 64 units) learns to classify photographs. Nothing below changes it; only images are changed.",
        "MAP-Elites with one cell for each class: 200 images at random, then 200 children in each generation, offered to all ten cells; a child takes every cell in whose class the net believes more than of the image that holds it.",
        "Evolved pixels: the genome is the image; each pixel mutates with probability 0.1 (polynomial mutation, η = 15), pairs are crossed (simulated binary crossover, η = 10).",
        "Evolved patterns: the genome is a small network that paints, from a pixel's place to its brightness; weights, activations and form mutate with the rates of the paper's code.",
        "Gradient ascent: 100 steps along the sign of the gradient of the class's log-probability, from noise.",
        "A committee that shares nothing with the net but the training images judges what is off the data: nearest neighbours with a limit of distance, and a net that names an image and paints it again from 24 numbers, with a limit of its error. Each limit rejects 5 % of the validation images. An image counts as unrecognisable only if both reject it. Both know what is like the data, not what a person would recognise.",
        "Control: the same searches with random fitness (gradient ascent: up a random plane), also against the retrained net. Noise stands beside them class by class: of each class the log-odds that 97.5 % of noise images stay below.",
        "The same searches against a classifier that knows distances, Gaussian bells around 50 images of each class and a constant background for 'none of these'. Since its rule is one of distance, what it is made to believe is judged by the committee's net, which knows none and is asked for its answer alone, however badly it can paint the image: an image counts only if the net gives another class than the one believed. The same measure of the same searches against the net shows that the judge can say no.",
        "Being far from every training image is no property of fooling images: images bred for random numbers are far as well. Their distance is subtracted from that of evolved images.",
        "Retraining: the images of the last generations become an eleventh class, a net from fresh weights learns it with the others, and the evolution of pixels begins anew against that net.",
    ];

    public override IReadOnlyList<string> Traps =>
    [
        "In single precision a confidence of 1 - 1e-8 is 1, and the search stands still: fitness is the log-odds, in double precision, from the logits.",
        "The best class alone hides those that are not fooled: the median over all classes is claimed, and the gallery shows each.",
        "Evolved images can show their class: so a committee judges, and an image that one of its members accepts does not count. No people were asked, and the committee is no person: it also rejects nearly every photograph with strong noise on it (σ = 0.3) and every inverted one, in which people see what they show. Rejected means: off the data.",
        "A classifier that knows distances can be made certain too, and rightly: gradient ascent on it ends near the images that it knows, at what anybody recognises (right column of the gallery). Certainty of what an image shows is no error. So an image counts only if a judge that knows no distances sees something else in it; how badly that judge can paint it is no measure, since it dislikes mere contrast. The judge errs too: where it sees something else, the note of the claim says whether the nearest training image is of the class believed, an unusual image of that class and not of nothing.",
        "The elites of one net are alike: every seed has another net.",
        "Noise alone is hardly believed here because the nets learn for three epochs only. After eight, in pilots on seeds 1-4, 2 to 11 % of plain noise was believed with 99 %: all of it as one or two classes.",
        "After retraining the old fooling images are known, which looks like a remedy; the search must begin anew to see that it is none.",
        "What the net believes of a fooling image another net may not: see the picture of who else believes it.",
        "Certainty is no property of all images that the net has not seen: of real images that it never saw it believes a part only with 99 % (see the picture of what is certain and off the data).",
        "How many nines is a matter of the first weights: with the smaller ones that PyTorch draws, evolution comes to fewer nines in as many generations (seen in an independent program). That it comes to certainty is not.",
        "A committee of distances and of paintings judges smooth patterns leniently: a dark, smooth image is near to dark clothes. So fewer patterns than the eye would say count as unrecognisable.",
        "A classifier that knows distances is less often right and less often sure of real images (shares in the note of its claim): not being fooled has its price.",
    ];
}
