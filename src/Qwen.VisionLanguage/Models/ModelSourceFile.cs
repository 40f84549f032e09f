using System.Text.Json;
using Qwen.Shared.Files;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Models;

/// <summary>The file beside the weights that says where they came from.</summary>
internal static class ModelSourceFile
{
    private const string Name = "qwenvl-source.json";

    /// <summary>Writes it.</summary>
    /// <exception cref="QwenException">The folder cannot be written.</exception>
    public static void Write(string folder, ModelSource source) =>
        WholeFile.Write(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(source, ModelSourceJson.Default.ModelSource));

    /// <summary>Reads it; null where there is none that can be read: the model was put there by other means.</summary>
    public static ModelSource? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return null;
        try
        {
            var source = JsonSerializer.Deserialize(JsonFile.ReadBytes(path), ModelSourceJson.Default.ModelSource);
            return source is { Repository: not null, Revision: not null, Commit: not null }
                && Uri.TryCreate(source.Endpoint, UriKind.Absolute, out _)
                ? source
                : null;
        }
        catch (Exception error) when (error is JsonException or QwenException)
        {
            return null;
        }
    }
}
