namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Recognises the page of a web site, often one that says an error, that was saved in place of a file.</summary>
internal static class WebPage
{
    /// <summary>Whether a file that starts like this is one.</summary>
    public static bool IsPage(ReadOnlySpan<byte> start)
    {
        var letters = start.Trim(" \t\r\n\uFEFF"u8);
        return letters.StartsWith("<!DOCTYPE"u8) || letters.StartsWith("<!doctype"u8) || letters.StartsWith("<?xml"u8)
            || letters.StartsWith("<html"u8) || letters.StartsWith("<HTML"u8) || letters.StartsWith("<head"u8);
    }

    /// <summary>What to tell the user.</summary>
    public static QwenException Found(string path) => new(
        $"{path} is a web page, not the file itself: a browser or a program saved the page that a site showed in its place. "
        + "Download the file by the link for the raw file, or the checkpoint with 'qwenvl fetch'.");
}
