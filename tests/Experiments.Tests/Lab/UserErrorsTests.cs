using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

public sealed class UserErrorsTests
{
    [Fact]
    public void WhatAUserCanPutRightHasAnExitCode()
    {
        Assert.Equal(2, UserErrors.ExitCode(new UsageException("unknown")));
        Assert.Equal(2, UserErrors.ExitCode(new DeviceException("opencl: no driver")));
        Assert.Equal(4, UserErrors.ExitCode(new FileWriteException("file", new IOException("disk full"))));
        Assert.Equal(4, UserErrors.ExitCode(new DataFormatException("file", 3, "wrong")));
        Assert.Null(UserErrors.ExitCode(new FormatException()));
        Assert.Null(UserErrors.ExitCode(new IOException()));
    }

    [Fact]
    public void MessagesNeverSpanLines()
    {
        Assert.Equal("unknown puzzle 'a\\u000ab'", new UsageException("unknown puzzle 'a\nb'").Message);
        Assert.Equal("a\\u000ab, byte 3: c\\u0009d", new DataFormatException("a\nb", 3, "c\td").Message);
        Assert.StartsWith("cannot write a\\u000ab: disk full; ", new FileWriteException("a\nb", new IOException("disk full")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorOfWritingSaysItsLineOnce() => Assert.False(FileAccessErrors.Covers(new FileWriteException("file", new IOException())));
}
