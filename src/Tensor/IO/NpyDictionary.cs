using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>Reads the dictionary in the header of a <c>.npy</c> file: of Python's literals the few that NumPy writes there, and nothing
/// else.</summary>
/// <param name="source">Names the file in errors.</param>
/// <param name="start">Where in it the text begins.</param>
/// <param name="text">The header.</param>
internal ref struct NpyDictionary(Source source, long start, ReadOnlySpan<byte> text)
{
    private const string WayOut = "save it with array.astype(numpy.float32)";
    private readonly ReadOnlySpan<byte> _text = text;
    private int _place;

    internal NpyHeader Read()
    {
        (FileType Type, bool BigEndian)? type = null;
        bool? fortran = null;
        Shape? shape = null;
        Require((byte)'{');
        while (!Accept((byte)'}'))
        {
            int place = Skip();
            ReadOnlySpan<byte> key = Quoted();
            Require((byte)':');
            if (key.SequenceEqual("descr"u8) && type is null) type = Type();
            else if (key.SequenceEqual("fortran_order"u8) && fortran is null) fortran = Truth();
            else if (key.SequenceEqual("shape"u8) && shape is null) shape = Sizes();
            else throw Wrong(place, $"'{Text(key)}' stands twice or means nothing here; a header has descr, fortran_order and shape, once each");
            if (Accept((byte)',')) continue;
            Require((byte)'}');
            break;
        }
        if (_text[_place..].IndexOfAnyExcept((byte)' ', (byte)'\n') is >= 0 and int more) throw Wrong(_place + more, "the header goes on after its dictionary");
        if (type is not { } its || fortran is not { } isFortran || shape is not { } sizes) throw Wrong(0, "the header lacks one of descr, fortran_order and shape");
        return new NpyHeader(its.Type, its.BigEndian, isFortran, sizes);
    }

    private (FileType Type, bool BigEndian) Type()
    {
        int place = Skip();
        if (Next() is (byte)'[' or (byte)'(') throw Wrong(place, "the elements are records of several fields; save each field as an array of its own");
        ReadOnlySpan<byte> descr = Quoted();
        char order = descr.Length > 0 ? (char)descr[0] : ' ';
        ReadOnlySpan<byte> kind = descr.Length > 0 ? descr[1..] : descr;
        if (order is not ('<' or '>' or '|')) throw Wrong(place, $"the element type '{Text(descr)}' does not begin with its byte order, < or > or |");
        FileType type = Known(kind)
            ?? throw Wrong(place, $"the element type '{Text(descr)}' is {Kind(kind)}, which tensors do not have; {Advice(kind)}");
        if (order == '|' && type.Bytes() > 1) throw Wrong(place, $"the element type '{Text(descr)}' has {type.Bytes()} bytes and no byte order");
        return (type, order == '>');
    }

    private static FileType? Known(ReadOnlySpan<byte> kind) => Encoding.Latin1.GetString(kind[..Math.Min(kind.Length, 3)]) switch
    {
        "b1" => FileType.Bool,
        "u1" => FileType.UInt8,
        "i1" => FileType.Int8,
        "u2" => FileType.UInt16,
        "i2" => FileType.Int16,
        "u4" => FileType.UInt32,
        "i4" => FileType.Int32,
        "u8" => FileType.UInt64,
        "i8" => FileType.Int64,
        "f2" => FileType.Float16,
        "f4" => FileType.Float32,
        "f8" => FileType.Float64,
        _ => null,
    };

    private static string Kind(ReadOnlySpan<byte> kind) => (kind.Length > 0 ? (char)kind[0] : ' ') switch
    {
        'O' => "Python objects, to be unpickled, which can run any program",
        'c' => "complex",
        'f' => "a longer float",
        'S' or 'U' or 'a' => "text",
        'M' or 'm' => "a time",
        'V' => "raw bytes or a record",
        _ => "unknown",
    };

    // What the elements tell, as numbers.
    private static string Advice(ReadOnlySpan<byte> kind) => (kind.Length > 0 ? (char)kind[0] : ' ') switch
    {
        'O' => "if all are numbers, save it with array.astype(numpy.float64)",
        'c' => "save array.real and array.imag",
        'f' or 'M' or 'm' => "save it with array.astype(numpy.float64)",
        'S' or 'U' or 'a' => "save the numbers that the texts stand for",
        'V' => "save it with array.view(numpy.uint8), or each field as an array of its own",
        _ => WayOut,
    };

    private bool Truth()
    {
        int place = Skip();
        if (AcceptWord("False"u8)) return false;
        return AcceptWord("True"u8) ? true : throw Wrong(place, "fortran_order is neither True nor False");
    }

    private Shape Sizes()
    {
        int place = Skip();
        Require((byte)'(');
        var sizes = new List<ulong>();
        bool comma = true;
        while (!Accept((byte)')'))
        {
            if (!comma) throw Wrong(_place, "a comma or a bracket should stand in the shape here");
            sizes.Add(Number());
            comma = Accept((byte)',');
        }
        if (sizes.Count == 1 && !comma) throw Wrong(place, "the shape is a number in brackets, not a tuple; (3,) has one axis");
        return FileTypes.ShapeOf(source, start + place, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sizes));
    }

    private ulong Number()
    {
        int place = Skip();
        ReadOnlySpan<byte> rest = _text[place..];
        int digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = rest.Length;
        if (digits == 0) throw Wrong(place, "a size is not a whole number from 0 on");
        if (digits > 1 && rest[0] == '0') throw Wrong(place, "a size begins with a 0");
        if (!ulong.TryParse(rest[..digits], out ulong size)) throw Wrong(place, $"a size of {digits} digits; a tensor has at most {int.MaxValue} elements");
        _place = place + digits;
        _ = Accept((byte)'L');      // a long of Python 2
        return size;
    }

    // Neither quotes nor escapes occur in the names of types and fields.
    private ReadOnlySpan<byte> Quoted()
    {
        int place = Skip();
        byte quote = Next();
        if (quote is not ((byte)'\'' or (byte)'"')) throw Wrong(place, "a text in quotes should stand here");
        int length = _text[(place + 1)..].IndexOf(quote);
        if (length < 0) throw Wrong(place, "a text in quotes does not end");
        _place = place + 1 + length + 1;
        return _text.Slice(place + 1, length);
    }

    private void Require(byte sign)
    {
        if (!Accept(sign)) throw Wrong(_place, $"'{(char)sign}' should stand here");
    }

    private bool Accept(byte sign)
    {
        if (Next() != sign) return false;
        _place++;
        return true;
    }

    private bool AcceptWord(ReadOnlySpan<byte> word)
    {
        if (!_text[Skip()..].StartsWith(word)) return false;
        _place += word.Length;
        return true;
    }

    // The next sign that is no blank; 0 at the end.
    private byte Next() => Skip() < _text.Length ? _text[_place] : (byte)0;

    private int Skip()
    {
        while (_place < _text.Length && _text[_place] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') _place++;
        return _place;
    }

    private readonly DataFormatException Wrong(int place, string what) => source.Wrong(start + place, what);

    private static string Text(ReadOnlySpan<byte> bytes) => FileAccessErrors.Shown(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, FileAccessErrors.MostShown + 1)]));
}
