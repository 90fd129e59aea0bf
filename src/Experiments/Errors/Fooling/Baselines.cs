using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>What fooling images are held against: real images, as they are, noised, inverted and with their pixels shuffled, and noise; and the pictures of some classes.</summary>
internal sealed class Baselines
{
    // Spread of the noise on real images by which the committee's limits are shown.
    private const double NoiseOnReal = 0.3;

    // Each seed shows other classes; numbers of pictures have so many digits.
    private const int PicturesPerSeed = 2, PictureDigits = 2;

    private readonly Lab _lab;
    private readonly FoolingSearch _search;
    private readonly PixelNet _net;
    private readonly float[][] _real;
    private readonly int[] _labels;
    private readonly float[][] _noise;
    private readonly float[][] _shuffled;
    private readonly float[][] _noised;
    private readonly float[][] _inverted;

    /// <param name="lab">Streams, device, data.</param>
    /// <param name="s">Sizes.</param>
    /// <param name="search">Asks classifiers.</param>
    /// <param name="net">The net that is to be fooled.</param>
    public Baselines(Lab lab, Fooling.Settings s, FoolingSearch search, PixelNet net)
    {
        (_lab, _search, _net) = (lab, search, net);
        int pixels = lab.Data.Test.PixelsPerImage;
        int[] chosen = [.. lab.Random("test images").Permutation(lab.Data.Test.Count).Take(s.Images)];
        float[] all = new float[chosen.Length * pixels];
        lab.Data.Test.Pixels(chosen, all);
        _real = [.. all.Chunk(pixels)];
        _labels = [.. chosen.Select(i => (int)lab.Data.Test.Labels[i])];
        _noise = [.. lab.Random("noise").Uniform([s.Images, pixels]).ToArray<float>().Chunk(pixels)];
        RandomStream order = lab.Random("shuffled pixels");
        _shuffled = [.. _real.Select(image => order.Permutation(pixels).Select(place => image[place]).ToArray())];
        using var scope = MemoryScope.Open();
        Tensor real = search.Images(_real), spread = NoiseOnReal * lab.Random("noise on real images").Normal(real.Shape);
        _noised = [.. (real + spread).Clamp(0, 1).ToArray<float>().Chunk(pixels)];
        _inverted = [.. (1 - real).ToArray<float>().Chunk(pixels)];
    }

    /// <summary>The highest usual log-odds of noise, of each class.</summary>
    /// <param name="logits">Of whom.</param>
    public double[] UsualOfNoise(Func<Tensor, Tensor> logits)
    {
        double[][] odds = _search.Odds(logits, _noise);
        return [.. Enumerable.Range(0, odds[0].Length).Select(k => Sample.QuantileOf([.. odds.Select(row => row[k])], Fooling.Usual))];
    }

    /// <summary>What the net, the committee and the distance-aware classifier make of them.</summary>
    public void Note(Measurements found, Committee committee, KernelClassifier kernel)
    {
        using var scope = MemoryScope.Open();
        Tensor test = _lab.Images(_lab.Data.Test), labels = _lab.Labels(_lab.Data.Test), real = _search.Images(_real), noise = _search.Images(_noise);
        double[][] ofNoise = _search.Odds(_net.Forward, _noise), ofReal = _search.Odds(_net.Forward, _real), ofShuffled = _search.Odds(_net.Forward, _shuffled);
        found.Add("test error", 1 - Evaluation.Accuracy(_net.Forward, test, labels));
        found.Add("real/median odds", Sample.MedianOf([.. ofReal.Select(row => row.Max())]));
        found.Add("real/certain", Certain(ofReal));
        found.Add("noise/median odds", Sample.MedianOf([.. ofNoise.Select(row => row.Max())]));
        found.Add("noise/certain", Certain(ofNoise));
        found.Add("noise/in one class", ofNoise.Select(row => Array.IndexOf(row, row.Max())).GroupBy(k => k).Max(group => group.Count()) / (double)ofNoise.Length);
        found.Add("noise/highest usual odds", UsualOfNoise(_net.Forward));
        found.Add("shuffled/certain", Certain(ofShuffled));
        found.Add("real/rms", committee.Rms(real).Select(rms => Math.Round(rms, PictureDigits + 1)));
        found.Add("real/rejected", committee.Rejects(real).Average(rejected => rejected ? 1.0 : 0));
        found.Add("real/recognised", committee.Recognises(real, _labels));
        found.Add("noise/rms", committee.Rms(noise).Select(rms => Math.Round(rms, PictureDigits + 1)));
        found.Add("shuffled/rejected", committee.Rejects(_search.Images(_shuffled)).Average(rejected => rejected ? 1.0 : 0));
        foreach ((string kind, float[][] images) in new[] { ("noised", _noised), ("inverted", _inverted) })
        {
            found.Add($"{kind}/certain", Certain(_search.Odds(_net.Forward, images)));
            found.Add($"{kind}/rejected", committee.Rejects(_search.Images(images)).Average(rejected => rejected ? 1.0 : 0));
        }
        found.Add("noise/rejected", committee.Rejects(noise).Average(rejected => rejected ? 1.0 : 0));
        double[][] aware = _search.Odds(kernel.Logits, _real);
        found.Add("aware/real certain", Certain(aware));
        found.Add("aware/error", aware.Zip(_labels).Average(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second ? 0.0 : 1));
        for (int k = 0; k < PicturesPerSeed; k++)
        {
            int wanted = Wanted(k);
            // One that the net gets right, if there is one.
            int[] ofClass = [.. Enumerable.Range(0, _real.Length).Where(i => _labels[i] == wanted)];
            int i = ofClass.FirstOrDefault(i => Array.IndexOf(ofReal[i], ofReal[i].Max()) == wanted, ofClass.FirstOrDefault(-1));
            if (i < 0) found.Add($"picture {k}/real", []);
            else Add(found, $"picture {k}/real", _real[i], ofReal[i][wanted]);
        }
    }

    /// <summary>Notes the pictures of the classes whose turn it is in this seed.</summary>
    public void Picture(Measurements found, string method, Fooled fooled, double[] odds)
    {
        for (int k = 0; k < PicturesPerSeed; k++) Add(found, $"picture {k}/{method}", fooled.Images[Wanted(k)], odds[Wanted(k)]);
    }

    /// <summary>Notes the forebears of the image of the seed's first class, with how sure the net is of each; none where nothing was bred.</summary>
    public void Line(Measurements found, string method, Fooled fooled)
    {
        if (fooled.Forebears.Length == 0) return;
        float[][] line = fooled.Forebears[Wanted(0)];
        found.Add($"line/{method}", line.SelectMany(image => image.Select(Shown)));
        found.Add($"line odds/{method}", _search.LogOdds(_net.Forward, line, [.. line.Select(_ => Wanted(0))]));
    }

    /// <summary>The class of the k-th picture of a seed.</summary>
    public static int ClassShown(long seed, int k, int classes) => (int)((ulong)(seed * PicturesPerSeed + k) % (ulong)classes);

    private int Wanted(int k) => ClassShown(_lab.Seed, k, _lab.Data.Classes);

    // The form, the class, how sure the classifier is, then the pixels of the first channel.
    private void Add(Measurements found, string name, float[] image, double odds) =>
        found.Add(name, [_lab.Data.Width, _lab.Data.Height, odds, .. image[..(_lab.Data.Width * _lab.Data.Height)].Select(Shown)]);

    private static double Certain(double[][] odds) => odds.Average(row => row.Max() >= Fooling.Believed ? 1.0 : 0);

    private static double Shown(float pixel) => Math.Round(pixel, PictureDigits);
}
