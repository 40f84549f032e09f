using System.Text.Json;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Recording;

/// <summary>Reads files of JSON lines; a file that is one JSON list is read as its items.</summary>
internal static class JsonLines
{
    /// <summary>The values of a file, each with its line, or its place in the list.</summary>
    /// <exception cref="QwenException">There is no such file, or a line is not JSON; the message says which.</exception>
    public static IEnumerable<(int Line, JsonElement Value)> Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
            throw new QwenException($"There is no file '{path}'.");
        return ReadAll(path);
    }

    private static IEnumerable<(int, JsonElement)> ReadAll(string path)
    {
        using var reader = new StreamReader(path);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (number == 1 && line.TrimStart().StartsWith('['))
            {
                var items = Parse(line + reader.ReadToEnd(), path, number);
                for (var i = 0; i < items.GetArrayLength(); i++)
                    yield return (i + 1, items[i]);
                yield break;
            }

            yield return (number, Parse(line, path, number));
        }
    }

    private static JsonElement Parse(string text, string path, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new QwenException($"Line {line} of {path} is not JSON: {error.Message}", error);
        }
    }
}
