using System.Globalization;
using System.Net;
using System.Text;
using Qwen.Screens.Safety;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Recording;

/// <summary>
/// Writes an episode as one page that needs nothing else: pictures inside, which a click enlarges to the window and a second one makes
/// small again, no script, nothing loaded.
/// </summary>
internal static class EpisodePage
{
    private const string Style =
        """
        body{font:15px/1.45 system-ui,sans-serif;margin:0;background:#f3f4f6;color:#1f2430}
        header{background:#1f2430;color:#fff;padding:20px 28px}
        h1{font-size:20px;margin:0 0 4px}
        header p{margin:0;opacity:.75}
        main{padding:20px 28px;display:flex;flex-direction:column;gap:18px}
        section{background:#fff;border-radius:10px;box-shadow:0 1px 3px #0002;padding:16px;display:flex;flex-wrap:wrap;gap:20px}
        .words{flex:1 1 260px;min-width:0;overflow-wrap:anywhere}
        h2{font-size:16px;margin:0 0 8px}
        h2 span{font-weight:400;color:#6b7280;float:right}
        .thought{color:#4b5563;font-style:italic;white-space:pre-wrap}
        .tag{display:inline-block;border-radius:9px;padding:1px 9px;font-size:13px;background:#e5e7eb}
        .Performed,.Succeeded{background:#d1fae5}.Denied,.Declined,.Stopped,.Failed,.stop{background:#fee2e2}.DryRun{background:#fef3c7}
        figure{margin:0;text-align:center;font-size:13px;color:#6b7280}
        img{display:block;max-width:300px;max-height:460px;border:1px solid #d1d5db;border-radius:6px;margin-bottom:4px;cursor:zoom-in}
        .wide{width:460px;max-width:100%}.wide img{max-width:100%}
        input{position:absolute;opacity:0}
        input:focus-visible+img{outline:3px solid #2563eb}
        input:checked+img{position:fixed;inset:0;z-index:1;box-sizing:border-box;width:100vw;height:100vh;max-width:none;max-height:none;
        object-fit:contain;background:#1f2430;border:0;border-radius:0;margin:0;cursor:zoom-out}
        pre{white-space:pre-wrap;background:#f9fafb;padding:8px;border-radius:6px;font-size:12px}
        """;

    /// <summary>The page.</summary>
    public static string Write(Episode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        var page = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width"><title>{Encode(episode.Header.Task)}</title><style>{Style}</style></head><body>
            <header><h1>{Encode(episode.Header.Task)}</h1><p>{Encode(episode.Header.Screen)} · {episode.Header.Started.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)} · {Total(episode)}</p></header><main>

            """);
        foreach (var entry in episode.Entries)
            WriteStep(episode, entry, page);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void WriteStep(Episode episode, EpisodeEntry entry, StringBuilder page)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"<section><div class=\"words\"><h2>{entry.Number}. {Encode(Title(entry))}<span>{entry.Seconds:0.0} s</span></h2>");
        if (entry.Thought is { } thought)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"thought\">{Encode(thought)}</p>");
        if (entry.Outcome is { } outcome)
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p><span class=\"tag {outcome}\">{outcome}</span> risk: "
                + $"{entry.Risk}{(entry.Label is { } label ? $", on “{Encode(label)}”" : "")}</p>");
        if (entry.Reason is { } reason)
            page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(reason)}</p>");
        if (entry.Reply is { } reply)
            page.Append(CultureInfo.InvariantCulture, $"<p>Answer: {Encode(reply)}</p>");
        if (entry.Stop is { } stop)
        {
            // a refusal that ends the task has said why already
            var why = entry.StopReason is { } stopReason && stopReason != entry.Reason ? " " + Encode(stopReason) : "";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p><span class=\"tag {(stop == ScreenStop.Succeeded ? "Succeeded" : "stop")}\">{stop}</span>{why}</p>");
        }

        if (entry.Answer is { } answer)
            page.Append(CultureInfo.InvariantCulture, $"<pre>{Encode(answer)}</pre>");
        page.Append("</div>");

        var before = new ScreenShot
        {
            Png = episode.ReadPicture(entry.Before), Size = new PixelSize(entry.Width, entry.Height), Time = episode.Header.Started,
        };
        var isWide = entry.Width > entry.Height;
        WritePicture(page, ActionDrawing.Draw(before, entry.Action), "before", isWide);
        if (entry.After is { } after)
            WritePicture(page, episode.ReadPicture(after), "after", isWide);
        page.Append("</section>\n");
    }

    // a box to tick, which nobody sees, holds whether the picture is large
    private static void WritePicture(StringBuilder page, byte[] png, string name, bool isWide) =>
        page.Append(isWide ? "<figure class=\"wide\">" : "<figure>")
            .Append("<label><input type=\"checkbox\" aria-label=\"enlarge\"><img alt=\"")
            .Append(name)
            .Append("\" src=\"data:image/png;base64,")
            .Append(Convert.ToBase64String(png))
            .Append("\">")
            .Append(name)
            .Append("</label></figure>");

    private static string Title(EpisodeEntry entry) =>
        entry.Action is { } action ? ActionText.Describe(action) : entry.Stop is not null ? "end" : "answer";

    private static string Total(Episode episode)
    {
        var actions = episode.Entries.Count(entry => entry.Outcome == AttemptOutcome.Performed);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{actions} {(actions == 1 ? "action" : "actions")} in {episode.Entries.Sum(entry => entry.Seconds):0.0} s");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
