using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Screens.Dialects;

/// <summary>Fills in the texts of a profile: the messages round a screenshot as the model was trained on them.</summary>
internal static class DialectPrompt
{
    private const string Screenshot = "{screenshot}";

    /// <summary>The system text; null where the profile has none of its own.</summary>
    public static string? SystemText(ScreenProfile profile, PixelSize seen, DateTimeOffset now) =>
        profile.SystemText is { } text ? Fill(text, "", 1, seen, now) : null;

    /// <summary>The first message and what follows it: answers so far, the picture, what went wrong.</summary>
    /// <param name="profile">The texts.</param>
    /// <param name="kind">What the screen is.</param>
    /// <param name="task">The task.</param>
    /// <param name="answers">The answers so far.</param>
    /// <param name="remark">What the model has to know of the last one; null for nothing.</param>
    /// <param name="picture">The screen now.</param>
    /// <param name="now">The date that the model is told.</param>
    /// <exception cref="QwenException">The model was not trained on such screens.</exception>
    public static (IReadOnlyList<AIContent> First, IReadOnlyList<ChatMessage> Sequel) Messages(
        ScreenProfile profile, ScreenKind kind, string task, IReadOnlyList<string> answers, string? remark, SeenPicture picture,
        DateTimeOffset now)
    {
        var template = kind == ScreenKind.Phone
            ? profile.PhoneTask ?? throw new QwenException(
                $"A model with the contract '{profile.Contract}' was trained on desktops and browsers only: take another for a phone.")
            : profile.DesktopTask;
        var seen = picture.Map.Model;
        var first = Fill(template, task, 1, seen, now);
        if (answers.Count == 0 || profile.Later is null)
            return (WithPicture(first + (remark is null ? "" : "\n" + remark), picture), []);

        // earlier pictures are left out, as the models' own programs do after a few
        var later = Fill(profile.Later, task, answers.Count + 1, seen, now) + (remark is null ? "" : "\n" + remark);
        return (
            [new TextContent(first.Replace(Screenshot, "", StringComparison.Ordinal))],
            [
                .. answers.Select(answer => new ChatMessage(ChatRole.Assistant, answer)),
                new ChatMessage(ChatRole.User, [.. WithPicture(later, picture)]),
            ]);
    }

    /// <summary>The message that asks for the place of one thing.</summary>
    public static IReadOnlyList<AIContent> Place(ScreenProfile profile, string what, SeenPicture picture, DateTimeOffset now) =>
        WithPicture(Fill(profile.PlaceTask ?? profile.DesktopTask, what, 1, picture.Map.Model, now), picture);

    private static IReadOnlyList<AIContent> WithPicture(string text, SeenPicture picture)
    {
        var at = text.IndexOf(Screenshot, StringComparison.Ordinal);
        if (at < 0)
            return [new TextContent(text), picture.ToContent()];
        var (before, after) = (text[..at], text[(at + Screenshot.Length)..]);
        return
        [
            .. before.Length > 0 ? (AIContent[])[new TextContent(before)] : [],
            picture.ToContent(),
            .. after.Length > 0 ? (AIContent[])[new TextContent(after)] : [],
        ];
    }

    // the task last: what it says is never taken for a placeholder
    private static string Fill(string text, string task, int step, PixelSize seen, DateTimeOffset now)
    {
        text = text
            .Replace("{width}", seen.Width.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{height}", seen.Height.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{step}", step.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{date}", now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        task = task.Replace(Screenshot, "{ screenshot }", StringComparison.Ordinal);
        return text.Replace("{task}", task, StringComparison.Ordinal);
    }
}
