using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>Maps that compute next to nothing: what it costs to start a kernel.</summary>
/// <param name="Kind">"enqueue" until the host may go on, "read" with a reading of the result, "chain" for maps that each wait for the one before.</param>
/// <param name="Count">Elements.</param>
internal sealed record Launch(string Kind, int Count) : Work("launch", Kind == Chained ? $"{Kind} {ChainLength}x{Count}" : $"{Kind} {Count}", IsQuick: true)
{
    public const string Enqueued = "enqueue", Read = "read", Chained = "chain";

    /// <summary>Maps of a chain.</summary>
    public const int ChainLength = 100;

    public override double Flops => 0;

    public override double Bytes => 0;

    /// <summary>Maps of one call.</summary>
    public int Maps => Kind == Chained ? ChainLength : 1;

    public override Local Ours(Device device)
    {
        View<float> x = Values.On<float>(device, [Count], 1), y = Values.Empty<float>(device, [Count]), z = Values.Empty<float>(device, [Count]);
        float[] host = new float[Count];
        Action run = Kind switch
        {
            Enqueued => () => device.Map(default(Sigmoid), x, y),
            Read => MapAndRead,
            Chained => Chain,
            _ => throw new ArgumentException($"no launch is called {Kind}"),
        };
        return new Local("ours", run, () => Values.MeanAbsolute(device, y));

        void MapAndRead()
        {
            device.Map(default(Sigmoid), x, y);
            device.Read(y, host);
        }

        // The logistic function draws everything to 0.659: no number of the chain is one that a processor computes slowly with.
        void Chain()
        {
            device.Map(default(Sigmoid), x, z);
            for (int map = 2; map < ChainLength; map += 2)
            {
                device.Map(default(Sigmoid), z, y);
                device.Map(default(Sigmoid), y, z);
            }
            device.Map(default(Sigmoid), z, y);
        }
    }
}
