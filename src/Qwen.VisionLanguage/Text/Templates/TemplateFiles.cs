using System.Text;
using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>
/// Finds the chat template of a folder where the reference does: <c>chat_template.jinja</c>, <c>chat_template.json</c>,
/// <c>processor_config.json</c>, <c>tokenizer_config.json</c>. The last often holds one for texts alone, so it counts only by itself.
/// </summary>
internal static class TemplateFiles
{
    private const string Key = "chat_template";
    private const long MaxBytes = 1 << 20;

    private static readonly string[] Json = ["chat_template.json", "processor_config.json", "tokenizer_config.json"];

    /// <summary>The file and the template's text; null where there is none.</summary>
    /// <exception cref="QwenException">A file cannot be read.</exception>
    public static (string Path, string Text)? Find(string folder)
    {
        var plain = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(plain))
            return (plain, Encoding.UTF8.GetString(MarkedText.ToUtf8(JsonFile.ReadBytes(plain, MaxBytes)).Span));
        foreach (var path in Json.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            using var document = JsonFile.Open(path);
            if (document.RootElement.TryGetProperty(Key, out var value) && Text(value) is { } text)
                return (path, text);
        }

        return null;
    }

    // a text, or several with names, of which the default one is for conversations
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Object => value.TryGetProperty("default", out var named) ? Text(named)
                    : value.EnumerateObject().Select(entry => Text(entry.Value)).FirstOrDefault(),
                JsonValueKind.Array => value.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object)
                    .OrderBy(entry => entry.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                        && name.ValueEquals("default") ? 0 : 1)
                    .Select(entry => entry.TryGetProperty("template", out var template) ? Text(template) : null).FirstOrDefault(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null; // text with half a surrogate pair
        }
    }
}
