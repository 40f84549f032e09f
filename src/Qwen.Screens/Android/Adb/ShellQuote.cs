using Qwen.VisionLanguage;

namespace Qwen.Screens.Android.Adb;

/// <summary>The one place where a string becomes part of a line that the device's shell reads.</summary>
internal static class ShellQuote
{
    /// <summary>A line of words, each of which the shell hands on as it is.</summary>
    public static string Line(params IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>One word. Between single quotes only the quote itself means anything to a POSIX shell.</summary>
    /// <exception cref="QwenException">The word holds a NUL, which no argument of a program can.</exception>
    public static string Word(string word) => word.Contains('\0', StringComparison.Ordinal)
        ? throw new QwenException("A text for the device holds a NUL character, which cannot be handed to a program. Take it out.")
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
