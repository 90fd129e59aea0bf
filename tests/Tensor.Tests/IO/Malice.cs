namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Decides where a file that is being made is spoiled, and by what. A file with a valid structure and one or two contradictory numbers in
/// it gets much further than random bytes.</summary>
internal sealed class Malice(int seed)
{
    /// <summary>In one of so many places a file of each sort is spoiled; 0 in none.</summary>
    private static readonly int[] s_sorts = [0, 12, 25, 25, 50, 50, 100];

    private static readonly ulong[] s_numbers =
    [
        0, 1, 2, 3, 7, 8, 9, 22, 46, 64, 127, 128, 255, 256, 65_535, 65_536, 46_341, 99_999_999, 100_000_001, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
        (1UL << 53) + 1, long.MaxValue, (ulong)long.MaxValue + 1, ulong.MaxValue, ulong.MaxValue - 7,
    ];

    /// <summary>One that would fill the screen, and turn round what follows.</summary>
    internal static string LongName { get; } = "\u202e\u2028" + string.Concat(Enumerable.Repeat("😀n", 1000));

    private readonly Random _random = new(seed);
    private Malice? _inner;
    private int _odds;

    /// <summary>Decides the same of a file within the file. In an archive either the archive is spoiled or what is in it: with both, the inner
    /// would seldom be looked at.</summary>
    internal Malice Inner => _inner ??= new Malice(seed + 1);

    /// <summary>Another file begins.</summary>
    internal void Begin()
    {
        _odds = Pick(s_sorts);
        if (_inner is not null) _inner._odds = 0;
    }

    /// <summary>Another archive begins.</summary>
    internal void BeginArchive()
    {
        Begin();
        if (Coin) (_odds, Inner._odds) = (0, _odds);
    }

    /// <summary>Whether the next place is spoiled.</summary>
    internal bool Strikes => _odds > 0 && _random.Next(_odds) == 0;

    internal bool Coin => _random.Next(2) == 0;

    internal int Below(int end) => _random.Next(end);

    internal T Pick<T>(params ReadOnlySpan<T> things) => things[_random.Next(things.Length)];

    /// <summary>The right number, or when the place is spoiled a neighbour of it or an extreme one.</summary>
    internal ulong Number(ulong right) => !Strikes ? right : Coin ? right + Pick<ulong>(1, 2, ulong.MaxValue, ulong.MaxValue - 6) : Pick(s_numbers);

    internal string Text(string right, params ReadOnlySpan<string> wrong) => Strikes ? Pick(wrong) : right;

    /// <summary>The file, perhaps cut, lengthened, or with a byte changed.</summary>
    internal byte[] Damage(byte[] file)
    {
        if (Strikes) file = file[.._random.Next(file.Length + 1)];
        if (Strikes) file = file[..Math.Min(file.Length, _random.Next(24))];
        if (Strikes) file = [.. file, .. new byte[1 + _random.Next(20)]];
        if (Strikes) file = [.. new byte[1 + _random.Next(3)], .. file];
        if (file.Length > 0 && Strikes) file[_random.Next(file.Length)] ^= (byte)(1 << _random.Next(8));
        if (file.Length > 0 && Strikes) file[_random.Next(file.Length)] = Pick<byte>(0, 0xff, 0x80, (byte)'"', (byte)'}');
        return file;
    }

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        if (Coin) _random.NextBytes(bytes);
        return bytes;
    }
}
