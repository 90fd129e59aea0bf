using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>A library that does some of the same work.</summary>
internal abstract class Peer
{
    /// <summary>As rows name it: openblas, blis, numpy, pytorch, tensors or mathnet.</summary>
    public abstract string Name { get; }

    /// <summary>Its version and what it says about itself.</summary>
    public abstract string Version { get; }

    /// <summary>From now on with that many threads.</summary>
    public abstract void Use(int threads);

    /// <summary>Its way to do the work with the threads in use; null when it does not do it, or not with so many threads.</summary>
    public abstract Contender? Prepare(Work work);

    /// <summary>Lets go of what it holds outside this process.</summary>
    public virtual void Stop()
    {
    }
}

/// <summary>Those that this machine has, and what is missing.</summary>
internal sealed class PeerSet : IDisposable
{
    private PeerSet(IReadOnlyList<Peer> found, IReadOnlyList<string> absent) => (Found, Absent) = (found, absent);

    public IReadOnlyList<Peer> Found { get; }

    /// <summary>One line for each peer that is not here, with the way to get it.</summary>
    public IReadOnlyList<string> Absent { get; }

    public static PeerSet Find()
    {
        List<Peer> found = [];
        List<string> absent = [];
        Add("openblas", "libopenblas0-pthread", Blas.OpenBlas());
        Add("blis", "libblis4-pthread", Blas.Blis());
        Add("numpy", "python3-numpy", Python.Find("numpy", "numpy_peer.py"));
        Add("pytorch", "python3-torch", Python.Find("pytorch", "torch_peer.py"));
        Add("tensors", "", new TensorPrimitivesPeer());
        Add("mathnet", "", new MathNetPeer());
        return new PeerSet(found, absent);

        void Add(string name, string package, Peer? peer)
        {
            if (peer is null) absent.Add($"{name} is absent; Debian's package {package} brings it (apt-get install {package})");
            else found.Add(peer);
        }
    }

    public void Dispose()
    {
        foreach (Peer peer in Found) peer.Stop();
    }
}
