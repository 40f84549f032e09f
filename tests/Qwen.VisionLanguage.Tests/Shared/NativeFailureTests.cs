using Qwen.Shared.Natives;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>The cause of a native library that does not load, found in what .NET writes about it.</summary>
public sealed class NativeFailureTests
{
    private const string Advice =
        "Unable to load shared library 'libSkiaSharp' or one of its dependencies. In order to help diagnose loading problems, consider "
        + "using a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: ";

    [Theory]
    [InlineData(
        "/app/runtimes/linux-x64/native/libSkiaSharp.so: cannot open shared object file: No such file or directory\n"
        + "libSkiaSharp.so: cannot open shared object file: No such file or directory\n"
        + "liblibSkiaSharp.so: cannot open shared object file: No such file or directory\n",
        "there is no such file where .NET looks for it")]
    [InlineData(
        "libfontconfig.so.1: cannot open shared object file: No such file or directory\n"
        + "/app/liblibSkiaSharp.so: cannot open shared object file: No such file or directory\n",
        "libfontconfig.so.1: cannot open shared object file: No such file or directory")]
    [InlineData(
        "/app/libSkiaSharp.so: cannot open shared object file: No such file or directory\n"
        + "/opt/x/libSkiaSharp.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /opt/x/libSkiaSharp.so)\n",
        "/opt/x/libSkiaSharp.so: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /opt/x/libSkiaSharp.so)")]
    [InlineData("/app/libSkiaSharp.so: invalid ELF header\n", "/app/libSkiaSharp.so: invalid ELF header")]
    [InlineData(
        "dlopen(/app/libSkiaSharp.dylib, 0x0001): tried: '/app/libSkiaSharp.dylib' (no such file)\n",
        "there is no such file where .NET looks for it")]
    public void What_a_library_lacks_is_told_and_not_that_it_is_missing(string places, string reason)
    {
        var error = new TypeInitializationException("SkiaSharp.SKObject", new DllNotFoundException($"{Advice}\n{places}"));
        Assert.True(NativeFailure.Is(error));
        Assert.True(NativeFailure.IsAbsence(error));
        Assert.Equal(reason, NativeFailure.Reason(error));
    }

    [Fact]
    public void Windows_and_another_version_speak_for_themselves()
    {
        var windows = new DllNotFoundException(
            "Unable to load DLL 'libSkiaSharp' or one of its dependencies: The specified module could not be found. (0x8007007E)");
        Assert.Equal(
            "Unable to load DLL 'libSkiaSharp' or one of its dependencies: The specified module could not be found. (0x8007007E)",
            NativeFailure.Reason(windows));
        var version = new TypeInitializationException(
            "SkiaSharp.SKObject", new InvalidOperationException("The version of the native library is incompatible.\nMore of it."));
        Assert.True(NativeFailure.Is(version));
        Assert.False(NativeFailure.IsAbsence(version));
        Assert.Equal("The version of the native library is incompatible", NativeFailure.Reason(version));
        Assert.False(NativeFailure.Is(new InvalidOperationException("Something else.")));
    }
}
