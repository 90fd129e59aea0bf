using System.Buffers.Binary;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Compiled programs on disk, each in a file of its name. A driver trusts what it is given and takes the process with it where a bit is wrong, so
/// it is given only what was kept here, whole:
/// <code>"dpuzcl1\n"   8 bytes
/// length        8 bytes, little-endian
/// SHA-256       32 bytes, of the name and the binary
/// binary        length bytes</code>
/// To keep one is a favour to the next process: what cannot be read or written is compiled again.</summary>
internal sealed class ProgramFolder
{
    private const int LengthAt = 8, DigestAt = LengthAt + sizeof(long), BinaryAt = DigestAt + SHA256.HashSizeInBytes;

    private readonly string _path;

    /// <exception cref="DeviceException">No folder can have that path.</exception>
    internal ProgramFolder(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new DeviceException("opencl: the folder for compiled programs has no name, or one with a zero in it; name a folder, or leave it out for the one in the user's cache");
        _path = Path.GetFullPath(path);
    }

    private static ReadOnlySpan<byte> Magic => "dpuzcl1\n"u8;

    /// <summary>What was kept by that name; null where there is nothing, or something else, or only a part of it.</summary>
    internal byte[]? Find(string name)
    {
        try
        {
            // Pipes, devices and folders have no length; a link may lead to one.
            var file = new FileInfo(PathOf(name));
            if (!file.Exists || file.LinkTarget is not null || file.Length <= BinaryAt) return null;
            byte[] all = File.ReadAllBytes(file.FullName);
            if (all.Length <= BinaryAt || !all.AsSpan(0, LengthAt).SequenceEqual(Magic) || BinaryPrimitives.ReadInt64LittleEndian(all.AsSpan(LengthAt)) != all.Length - BinaryAt) return null;
            byte[] binary = all[BinaryAt..];
            return all.AsSpan(DigestAt, SHA256.HashSizeInBytes).SequenceEqual(Digest(name, binary)) ? binary : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException)
        {
            return null;
        }
    }

    /// <summary>Written beside and renamed when it is on the disk, so that no process finds half a file, not even after a power cut.</summary>
    internal void Keep(string name, byte[] binary)
    {
        string? half = null;
        try
        {
            _ = Directory.CreateDirectory(_path);
            half = Path.Combine(_path, Path.GetRandomFileName());
            using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            {
                Span<byte> head = stackalloc byte[BinaryAt];
                Magic.CopyTo(head);
                BinaryPrimitives.WriteInt64LittleEndian(head[LengthAt..], binary.Length);
                Digest(name, binary).CopyTo(head[DigestAt..]);
                file.Write(head);
                file.Write(binary);
                file.Flush(flushToDisk: true);
            }
            File.Move(half, PathOf(name), overwrite: true);
            half = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException)
        {
        }
        finally
        {
            if (half is not null) Remove(half);
        }
    }

    private static void Remove(string half)
    {
        try
        {
            File.Delete(half);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static byte[] Digest(string name, byte[] binary)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData(binary);
        return hash.GetHashAndReset();
    }

    private string PathOf(string name) => Path.Combine(_path, name + ".bin");
}
