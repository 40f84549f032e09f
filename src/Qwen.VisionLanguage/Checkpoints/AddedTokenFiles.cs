using System.Globalization;
using System.Text.Json;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Reads the tokens outside the byte-pair vocabulary from every file that may hold them: <c>tokenizer.json</c>,
/// <c>tokenizer_config.json</c> and <c>added_tokens.json</c>. The first that knows a token or an id counts.
/// </summary>
internal static class AddedTokenFiles
{
    /// <summary>Most bytes of a tokenizer's file: those of the family have 7 to 12 MB.</summary>
    public const long MaxBytes = 48 << 20;

    /// <summary>The file that holds everything.</summary>
    public const string WholeFile = "tokenizer.json";

    private const string ConfigFile = "tokenizer_config.json";
    private const string PlainFile = "added_tokens.json";
    private const string MapFile = "special_tokens_map.json";
    private const int MaxTokens = 1 << 13;
    private const string What = "added tokens";

    // what the published files do not flag; where a file only lists texts, the others of theirs are flagged
    private static readonly string[] Visible =
    [
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
    ];

    /// <summary>The id of a token; null where no file has it.</summary>
    /// <exception cref="QwenException">A file is not of the known form.</exception>
    public static int? FindId(string folder, string content) => Read(folder).FirstOrDefault(token => token.Content == content)?.Id;

    /// <summary>All added tokens of a folder.</summary>
    /// <exception cref="QwenException">A file is not of the known form.</exception>
    public static IReadOnlyList<AddedToken> Read(string folder)
    {
        var path = Path.Combine(folder, WholeFile);
        return Read(folder, File.Exists(path) ? Parse(path, root => ReadList(path, root)) : []);
    }

    /// <summary>All added tokens of a folder, those of its whole file being known.</summary>
    /// <exception cref="QwenException">A file is not of the known form.</exception>
    public static IReadOnlyList<AddedToken> Read(string folder, IReadOnlyList<AddedToken> first)
    {
        List<AddedToken> tokens = [];
        HashSet<string> texts = new(StringComparer.Ordinal);
        HashSet<int> ids = [];
        Take(first);
        var config = Path.Combine(folder, ConfigFile);
        if (File.Exists(config))
            Take(Parse(config, root => ReadDecoder(config, root)));
        var plain = Path.Combine(folder, PlainFile);
        if (File.Exists(plain))
            Take(Parse(plain, root => ReadIds(plain, root, new Lazy<IReadOnlySet<string>>(() => ReadSpecial(folder)))));
        return tokens;

        void Take(IEnumerable<AddedToken> found)
        {
            foreach (var token in found)
            {
                if (!texts.Contains(token.Content) && ids.Add(token.Id))
                {
                    texts.Add(token.Content);
                    tokens.Add(token);
                }
            }
        }
    }

    /// <summary>The list of a whole file.</summary>
    public static IReadOnlyList<AddedToken> ReadList(string path, JsonElement root)
        => root.TryGetProperty("added_tokens", out var list) && list.ValueKind != JsonValueKind.Null
            ? [.. AtMost(path, MaxTokens, What, list.EnumerateArray())
                .Select(token => ReadToken(token.GetProperty("id").GetInt32(), token))]
            : [];

    /// <summary>Reads a file of a tokenizer; whatever is wrong with it becomes a sentence.</summary>
    /// <exception cref="QwenException">It is not of the known form.</exception>
    public static T Parse<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonFile.Open(path, MaxBytes);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException
            or IndexOutOfRangeException)
        {
            throw new QwenException(
                $"'{path}' is not a tokenizer file of the known form ({JsonFile.Cut(error.Message)}). Fetch the checkpoint's file again.",
                error);
        }
    }

    private static IReadOnlyList<AddedToken> ReadDecoder(string path, JsonElement root)
        => root.TryGetProperty("added_tokens_decoder", out var decoder) && decoder.ValueKind != JsonValueKind.Null
            ? [.. AtMost(path, MaxTokens, What, decoder.EnumerateObject())
                .Select(token => ReadToken(int.Parse(token.Name, CultureInfo.InvariantCulture), token.Value))]
            : [];

    private static IReadOnlyList<AddedToken> ReadIds(string path, JsonElement root, Lazy<IReadOnlySet<string>> special)
        => [.. AtMost(path, MaxTokens, What, root.EnumerateObject())
            .Select(token => new AddedToken(token.Value.GetInt32(), token.Name, special.Value.Contains(token.Name)))];

    private static HashSet<string> ReadSpecial(string folder)
    {
        HashSet<string> special = new(AddedToken.Published.Except(Visible), StringComparer.Ordinal);
        foreach (var path in new[] { MapFile, ConfigFile }.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            special.UnionWith(Parse(path, root => root.EnumerateObject()
                .Where(entry => entry.Name.EndsWith("_token", StringComparison.Ordinal)
                    || entry.Name is "additional_special_tokens" or "extra_special_tokens")
                .SelectMany(entry => Texts(entry.Value)).ToList()));
        }

        return special;
    }

    // a text, an object with the text, a list or a map of either
    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object when value.TryGetProperty("content", out var content) => Texts(content),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(entry => Texts(entry.Value)),
        _ => [],
    };

    private static AddedToken ReadToken(int id, JsonElement token)
    {
        return new AddedToken(
            id, token.GetProperty("content").GetString() ?? throw new FormatException("null stands where a text is expected"),
            Is("special"), Is("lstrip"), Is("rstrip"), Is("single_word"));

        bool Is(string flag) => token.TryGetProperty(flag, out var value) && value.ValueKind != JsonValueKind.Null && value.GetBoolean();
    }

    /// <summary>Entries of a tokenizer's file, of which there is an end also where somebody wrote millions.</summary>
    /// <exception cref="QwenException">There are more than that.</exception>
    public static IEnumerable<T> AtMost<T>(string path, int most, string what, IEnumerable<T> items)
    {
        var count = 0;
        foreach (var item in items)
        {
            if (++count > most)
                throw new QwenException(
                    $"'{path}' holds more than {most} {what}, far more than a tokenizer of this family. "
                    + "Fetch the checkpoint's file again.");
            yield return item;
        }
    }
}
