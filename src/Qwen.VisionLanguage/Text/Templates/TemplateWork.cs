namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>
/// How much one rendering may still make and look through in all, beside its steps: a step may double a list, or write a nested one that
/// names each of its parts many times.
/// </summary>
/// <remarks>A rendering runs on one thread from beginning to end, and has that thread's count for itself.</remarks>
internal static class TemplateWork
{
    // members of lists and maps; texts are cheaper
    private const long Most = 4_000_000;
    private const int CharactersToOne = 8;

    [ThreadStatic]
    private static long done;

    /// <summary>Begins to count.</summary>
    public static void Begin() => done = 0;

    /// <summary>Counts members that are made or gone through.</summary>
    /// <exception cref="TemplateException">There were too many.</exception>
    public static void Take(long members)
    {
        if ((done += members) > Most)
            throw new TemplateException("it makes too much");
    }

    /// <summary>Counts a text that is made or gone through, and hands it on.</summary>
    /// <exception cref="TemplateException">There were too many.</exception>
    public static string Take(string text)
    {
        Take(1 + text.Length / CharactersToOne);
        return text;
    }
}
