using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Shared.Natives;

/// <summary>Skia's native library, without which no picture is read or drawn.</summary>
internal static class PictureLibrary
{
    private static readonly Lazy<Exception?> Failure = new(Find);

    /// <summary>Throws where the library is not there: to be asked before anything of Skia is touched.</summary>
    /// <exception cref="QwenException">It is missing, or of another version than the managed part.</exception>
    public static void Require()
    {
        if (Failure.Value is { } error)
            throw new QwenException(
                $"Pictures can be neither read nor drawn: SkiaSharp's native library is missing or does not fit "
                + $"({NativeFailure.Reason(error)}). It comes with the package {Package}, in the version of SkiaSharp.", error);
    }

    private static string Package => OperatingSystem.IsWindows() ? "SkiaSharp.NativeAssets.Win32"
        : OperatingSystem.IsMacOS() ? "SkiaSharp.NativeAssets.macOS"
        : "SkiaSharp.NativeAssets.Linux.NoDependencies";

    private static Exception? Find()
    {
        try
        {
            _ = SKData.Empty; // the first use of any of its types compares the versions, too
            return null;
        }
        catch (Exception error) when (NativeFailure.Is(error))
        {
            return error;
        }
    }
}
