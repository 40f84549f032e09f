using System.Globalization;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>What a folder's own chat template says that the one of Qwen2.5-VL does not.</summary>
/// <param name="SystemText">System text of a conversation that has none; null where the template says nothing that is understood.</param>
/// <param name="OmitsSystem">Whether such a conversation has no system turn at all.</param>
/// <param name="Note">A sentence on what is not followed; null where conversations come out the same.</param>
/// <remarks>
/// The two are compared by what they write for conversations, not by their text: many say the same in other words. Conversations are
/// written as Qwen2.5-VL was trained on them, whatever the folder says, because only so text of a stranger stays text.
/// </remarks>
internal sealed record FolderTemplate(string? SystemText, bool OmitsSystem, string? Note)
{
    private const string Published = "You are a helpful assistant.";
    private const string Start = "<|im_start|>";
    private const string End = "<|im_end|>\n";
    private const string Open = Start + "assistant\n";
    private const string Picture = "<|vision_start|><|image_pad|><|vision_end|>";
    private const string Video = "<|vision_start|><|video_pad|><|vision_end|>";

    /// <summary>Reads the template of the first folder that has one.</summary>
    /// <param name="folders">The adapter's folder, where there is one, before the checkpoint's.</param>
    /// <exception cref="QwenException">A file cannot be read.</exception>
    public static FolderTemplate Read(params IEnumerable<string> folders)
    {
        if (folders.Select(TemplateFiles.Find).FirstOrDefault(found => found is not null) is not { } file)
            return new FolderTemplate(null, false, null);
        try
        {
            return Compare(JinjaTemplate.Parse(file.Text)) is var (system, omits, difference) && difference is null
                ? new FolderTemplate(system, omits, null)
                : new FolderTemplate(system, omits, $"{file.Path} writes conversations in another way than Qwen2.5-VL: {difference}. "
                    + "This library writes them as Qwen2.5-VL does"
                    + (omits || system is not (null or Published) ? ", with the default system text of that template." : "."));
        }
        catch (TemplateException error)
        {
            return new FolderTemplate(null, false, $"{file.Path} holds a chat template that this library cannot read "
                + $"({JsonFile.Cut(error.Message)}); conversations are written as Qwen2.5-VL does.");
        }
    }

    private static (string? System, bool Omits, string? Difference) Compare(JinjaTemplate template)
    {
        var plain = Render(template, Turn("user", "Q1"));
        var asked = $"{Start}user\nQ1{End}{Open}";
        var (system, omits) = SystemOf(plain);
        var before = omits ? "" : $"{Start}system\n{system ?? Published}{End}";
        if (Differ(plain, before + asked, "a question") is { } difference)
            return (system, omits, difference);

        difference = Try("a longer conversation", () => Differ(
            Render(template, Turn("system", "S1"), Turn("user", "Q1"), Turn("assistant", "A1"), Turn("user", "Q2")),
            $"{Start}system\nS1{End}{Start}user\nQ1{End}{Start}assistant\nA1{End}{Start}user\nQ2{End}{Open}", "a longer conversation"));
        foreach (var (kind, mark) in ((string, string)[])[("image", Picture), ("video", Video)])
        {
            var what = kind == "image" ? "a picture" : "a video";
            difference ??= Try(what, () => Differ(
                template.Render([Message("user", (List<object?>)[Part(kind, "x.png"), Part("text", "Q1")])]),
                $"{before}{Start}user\n{mark}Q1{End}{Open}", what));
        }

        return (system, omits, difference);
    }

    // many are for texts alone, some for a certain order of turns
    private static string? Try(string what, Func<string?> compare)
    {
        try
        {
            return compare();
        }
        catch (TemplateException error)
        {
            return $"it is not made for {what} ({JsonFile.Cut(error.Message)})";
        }
    }

    // what stands before the question
    private static (string? Text, bool IsOmitted) SystemOf(string plain)
    {
        const string Before = Start + "system\n";
        var question = plain.IndexOf(Start + "user\n", StringComparison.Ordinal);
        if (question == 0)
            return (null, true);
        return question > 0 && plain.StartsWith(Before, StringComparison.Ordinal)
            && plain[Before.Length..question] is var text && text.TrimEnd('\n') is var turn
            && turn.EndsWith(End.TrimEnd('\n'), StringComparison.Ordinal) && turn[..^(End.Length - 1)] is var system
            && !system.Contains("<|im_", StringComparison.Ordinal)
            ? (system, false) : (null, false);
    }

    // some templates take texts only, some lists of parts only
    private static string Render(JinjaTemplate template, params (string Role, string Text)[] turns)
    {
        string? written = null;
        try
        {
            written = template.Render([.. turns.Select(turn => Message(turn.Role, turn.Text))]);
            if (turns.All(turn => written.Contains(turn.Text, StringComparison.Ordinal)))
                return written;
        }
        catch (TemplateException) when (written is null)
        {
        }

        return template.Render([.. turns.Select(turn => Message(turn.Role, (List<object?>)[Part("text", turn.Text)]))]);
    }

    private static string? Differ(string written, string own, string what)
    {
        if (written == own)
            return null;
        if (written.StartsWith(own, StringComparison.Ordinal))
            return $"{what} is followed by {Quote(written[own.Length..])}, so that answers begin with it";
        var same = 0;
        while (same < Math.Min(written.Length, own.Length) && written[same] == own[same])
            same++;
        var from = Math.Max(0, same - 12);
        return string.Create(
            CultureInfo.InvariantCulture, $"for {what} it writes {Quote(written[from..])} where {Quote(own[from..])} is usual");
    }

    private static string Quote(string text)
        => $"'{(text.Length > 40 ? text[..40] + "…" : text)}'".Replace("\n", "\\n", StringComparison.Ordinal);

    private static (string Role, string Text) Turn(string role, string text) => (role, text);

    private static Dictionary<string, object?> Message(string role, object? content)
        => new(StringComparer.Ordinal) { ["role"] = role, ["content"] = content };

    private static Dictionary<string, object?> Part(string kind, string value)
        => new(StringComparer.Ordinal) { ["type"] = kind, [kind] = value };
}
