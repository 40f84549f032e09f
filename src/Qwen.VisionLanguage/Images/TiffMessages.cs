using System.Globalization;
using BitMiracle.LibTiff.Classic;

namespace Qwen.VisionLanguage.Images;

/// <summary>
/// Takes what LibTiff says of a file that is read here; it would write it to the console. What it says of files that an application reads
/// by it goes where that goes otherwise.
/// </summary>
internal sealed class TiffMessages : TiffErrorHandler
{
    [ThreadStatic]
    private static List<string>? taken;

    private static readonly TiffMessages Installed = new();
    private readonly TiffErrorHandler others;

    // LibTiff has one handler for the whole process
    private TiffMessages() => others = Tiff.SetErrorHandler(this);

    /// <summary>Takes messages of what this thread does from now on.</summary>
    /// <returns>The messages so far.</returns>
    public static List<string> Begin()
    {
        _ = Installed.others;
        return taken = [];
    }

    /// <summary>Takes no more.</summary>
    public static void End() => taken = null;

    /// <inheritdoc/>
    public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
    {
        if (taken is null)
            others.ErrorHandler(tif, method, format, args);
        else if (taken.Count < 8)
            taken.Add(Describe(format, args));
    }

    /// <inheritdoc/>
    public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
        if (taken is null)
            others.ErrorHandlerExt(tif, clientData, method, format, args);
    }

    /// <inheritdoc/>
    public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
    {
        if (taken is null)
            others.WarningHandler(tif, method, format, args);
    }

    /// <inheritdoc/>
    public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
    {
        if (taken is null)
            others.WarningHandlerExt(tif, clientData, method, format, args);
    }

    private static string Describe(string format, object[] args)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, format, args);
        }
        catch (FormatException)
        {
            return format;
        }
    }
}
