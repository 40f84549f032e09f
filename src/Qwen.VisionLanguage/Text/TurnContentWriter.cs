using System.Globalization;

namespace Qwen.VisionLanguage.Text;

/// <summary>Writes the text and media of turns, without any separator, and counts the media of the conversation.</summary>
/// <remarks>Serves one prompt; not thread-safe.</remarks>
internal sealed class TurnContentWriter(PromptWriter prompt, bool numberMedia)
{
    private int pictures;
    private int videos;

    /// <summary>Writes the parts in order.</summary>
    /// <returns>Whether anything was written.</returns>
    /// <exception cref="ArgumentException">A part is neither text nor medium.</exception>
    public bool Write(IReadOnlyList<ChatPart> parts)
    {
        var any = false;
        foreach (var part in parts)
        {
            switch (part)
            {
                case TextPart text:
                    prompt.Text(text.Text);
                    any |= text.Text.Length > 0;
                    break;
                case MediaPart medium:
                    var number = medium.Vision.IsVideo ? ++videos : ++pictures;
                    if (numberMedia)
                        prompt.Text(
                            string.Create(CultureInfo.InvariantCulture, $"{(medium.Vision.IsVideo ? "Video" : "Picture")} {number}: "));
                    prompt.Medium(medium.Vision);
                    any = true;
                    break;
                default:
                    throw new ArgumentException(
                        $"{part?.GetType().Name ?? "null"} cannot stand here: calls belong to assistant turns, results to tool turns, "
                        + "text and media to any.");
            }
        }

        return any;
    }
}
