using System.Globalization;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Files survive a power failure, whole, with their rights, and where links lead.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybodys = Mine | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("durable").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Join(_folder, name);

    /// <summary>One try for each step, until one goes through.</summary>
    [Theory]
    [InlineData("x", true), InlineData("x", false), InlineData("a/b/x", false)]
    public void Whenever_the_power_fails_the_file_is_the_previous_or_the_new_one_and_at_the_end_the_new_one(string name, bool isThere)
    {
        byte[]? before = isThere ? [1, 2, 3] : null;
        byte[] after = [4, 5, 6];
        for (int steps = 0; ; steps++)
        {
            string root = Directory.CreateDirectory(In($"{steps}")).FullName, path = Path.Join(root, name);
            var disk = new PowerlessDisk(root, steps);
            if (before is not null) disk.Put(path, before);
            try
            {
                AtomicFile.Write(
                    path,
                    stream =>
                    {
                        stream.Write(after.AsSpan(..2));
                        stream.Write(after.AsSpan(2..));
                    },
                    disk);
            }
            catch (PowerFailedException)
            {
                Assert.All(disk.Left(path), left => Assert.True(left is null ? !isThere : left.SequenceEqual(after) || (before is not null && left.SequenceEqual(before)), $"{left?.Length} bytes are left after {steps} steps"));
                continue;
            }
            Assert.All(disk.Left(path), left => Assert.Equal(after, left));
            return;
        }
    }

    /// <summary>Linux counts the bytes that were cut off before they were written (proc(5), on file systems that keep a disk).</summary>
    [Fact]
    public void What_was_flushed_does_not_wait_to_be_written()
    {
        const string Counts = "/proc/thread-self/io", Unwritten = "cancelled_write_bytes: ";
        if (!File.Exists(Counts)) return;
        long before = Count();
        using (Stream stream = SystemDisk.Only.Create(In("x"), null))
        {
            stream.Write(new byte[1 << 20]);
            SystemDisk.Only.Flush(stream);
            stream.SetLength(0);        // before it is closed: some file systems begin to write then
        }
        Assert.Equal(before, Count());

        static long Count() => long.Parse(File.ReadLines(Counts).First(line => line.StartsWith(Unwritten, StringComparison.Ordinal))[Unwritten.Length..], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_disk_that_fails_under_its_folder_is_an_error_of_files_and_leaves_nothing()
    {
        // EIO, by POSIX: no file system gives it when it is asked to.
        var error = Assert.Throws<FileWriteException>(() => AtomicFile.Write(In("x"), stream => stream.WriteByte(1), new SystemDisk(_ => 5)));
        Assert.Contains("the disk failed", error.Message, StringComparison.Ordinal);
        Assert.Equal([In("x")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_system_that_flushes_no_folders_is_no_error()
    {
        var asked = new List<string>();
        AtomicFile.Write(In("x"), stream => stream.WriteByte(1), new SystemDisk(folder =>
        {
            asked.Add(folder);
            return 22;      // EINVAL
        }));
        Assert.Equal([_folder], asked);
        Assert.Equal([1], File.ReadAllBytes(In("x")));
    }

    [Fact]
    public void The_systems_error_of_a_flush_is_heard()
    {
        Assert.Equal(0, SystemDisk.SyncFolder(_folder));
        if (OperatingSystem.IsLinux()) Assert.Equal(22, SystemDisk.SyncFolder("/proc"));       // it has nothing to flush: EINVAL
    }

    [Fact]
    public void A_replaced_file_keeps_its_rights_and_a_new_one_has_those_of_any_other()
    {
        if (OperatingSystem.IsWindows()) return;
        File.Create(In("any")).Dispose();
        AtomicFile.WriteText(In("new"), "x");
        Assert.Equal(File.GetUnixFileMode(In("any")), File.GetUnixFileMode(In("new")));
        foreach (UnixFileMode mode in new[] { Mine, Everybodys, Everybodys | UnixFileMode.UserExecute, UnixFileMode.UserRead })
        {
            File.SetUnixFileMode(In("new"), mode);
            AtomicFile.WriteText(In("new"), $"{mode}");
            Assert.Equal($"{mode}", File.ReadAllText(In("new")));
            Assert.Equal(mode, File.GetUnixFileMode(In("new")));
        }
        File.SetUnixFileMode(In("new"), Mine | UnixFileMode.SetUser);
        AtomicFile.WriteText(In("new"), "another program");
        Assert.Equal(Mine, File.GetUnixFileMode(In("new")));        // as when it is written to (chmod(2))
    }

    /// <summary>Before it has its name nobody may read what only its owner may.</summary>
    [Fact]
    public void The_temporary_file_of_a_private_file_is_private()
    {
        if (OperatingSystem.IsWindows()) return;
        AtomicFile.WriteText(In("secret"), "x");
        File.SetUnixFileMode(In("secret"), Mine);
        AtomicFile.Write(In("secret"), _ =>
        {
            if (OperatingSystem.IsWindows()) return;
            foreach (string file in Directory.GetFiles(_folder)) Assert.Equal(Mine, File.GetUnixFileMode(file));
        });
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_link_stays_and_the_file_behind_it_is_replaced()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(In("store"));
        File.CreateSymbolicLink(In("link"), "store/file");
        File.CreateSymbolicLink(In("store/again"), In("link"));
        foreach (string text in new[] { "made through the link", "replaced" })
        {
            AtomicFile.WriteText(In("store/again"), text);
            Assert.Equal(text, File.ReadAllText(In("store/file")));
        }
        Assert.Equal("store/file", new FileInfo(In("link")).LinkTarget);
        Assert.Equal(In("link"), new FileInfo(In("store/again")).LinkTarget);
        Assert.Null(new FileInfo(In("store/file")).LinkTarget);
        Assert.Equal([In("link"), In("store/again"), In("store/file")], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

        File.CreateSymbolicLink(In("folder"), "store");
        File.CreateSymbolicLink(In("circle"), "circle");
        foreach (string name in new[] { "folder", "circle" })
            Assert.DoesNotContain('\n', Assert.Throws<FileWriteException>(() => AtomicFile.WriteText(In(name), "x")).Message);
    }
}
