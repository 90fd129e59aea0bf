namespace DeepPuzzles.Tensors;

/// <summary>The checksum of zip archives: the remainder of the bytes, as a polynomial over two elements, by 0x04C11DB7, lowest bit first
/// (ISO 3309; APPNOTE.TXT 4.4.7).</summary>
internal sealed class Crc32
{
    private const uint Reversed = 0xEDB88320;
    private static readonly uint[] s_table = Table();
    private uint _rest = uint.MaxValue;

    internal uint Value => ~_rest;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        uint rest = _rest;
        foreach (byte each in bytes) rest = s_table[(byte)(rest ^ each)] ^ (rest >> 8);
        _rest = rest;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint rest = i;
            for (int bit = 0; bit < 8; bit++) rest = (rest & 1) != 0 ? Reversed ^ (rest >> 1) : rest >> 1;
            table[i] = rest;
        }
        return table;
    }
}
