namespace Qwen.Shared.Natives;

/// <summary>What the runtime throws where a native library is missing or does not fit, and the cause in it.</summary>
internal static class NativeFailure
{
    private const string NotOpened = ": cannot open shared object file";

    /// <summary>Whether a native library is missing, does not fit, or failed when it was used first.</summary>
    public static bool Is(Exception error) =>
        Chain(error).Any(cause => cause is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        || error is TypeInitializationException;

    /// <summary>Whether a native library is missing or does not load at all.</summary>
    public static bool IsAbsence(Exception error) => Chain(error).Any(cause => cause is DllNotFoundException or BadImageFormatException);

    /// <summary>The cause, as the end of a sentence without its full stop.</summary>
    public static string Reason(Exception error)
    {
        var cause = Chain(error).FirstOrDefault(cause => cause is DllNotFoundException or BadImageFormatException) ?? Chain(error).Last();
        string[] lines = [.. cause.Message.Split('\n').Select(line => line.Trim().TrimEnd('.')).Where(line => line.Length > 0)];
        if (cause is not DllNotFoundException)
            return lines[0];

        // .NET lists every place that it looked at. One that told of something else than its own absence had the library
        var told = lines.Skip(1).FirstOrDefault(line => !IsOwnAbsence(line));
        return told ?? (lines.Length > 1 ? "there is no such file where .NET looks for it" : lines[0]);
    }

    // "PATH/libX.so: cannot open shared object file": with a path the file itself, with a bare name one that it needs
    private static bool IsOwnAbsence(string line)
    {
        var end = line.IndexOf(NotOpened, StringComparison.Ordinal);
        var (file, missing) = end < 0 ? (line, line.Contains("(no such file)", StringComparison.Ordinal)) : (line[..end], true);
        return missing && (end < 0 || file.Contains('/', StringComparison.Ordinal) || !file.Contains(".so.", StringComparison.Ordinal));
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
