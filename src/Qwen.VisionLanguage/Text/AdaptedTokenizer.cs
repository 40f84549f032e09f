using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>Reads the tokenizer of a model with an adapter, whose folder often holds files of its own with added tokens.</summary>
internal static class AdaptedTokenizer
{
    /// <summary>The base model's tokens and those that the adapter's files add.</summary>
    /// <param name="folder">The base model.</param>
    /// <param name="adapter">Folder of the adapter; null where there is none.</param>
    /// <exception cref="QwenException">Files are missing or broken, or a token of the adapter stands where the model has
    /// another.</exception>
    public static TokenizerData Read(string folder, string? adapter)
    {
        var known = TokenizerReader.Read(folder);
        if (adapter is null || adapter == folder || AddedTokenFiles.Read(adapter) is not { Count: > 0 } brought)
            return known;
        var taken = new Dictionary<int, string>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in known.AddedTokens)
            (taken[token.Id], ids[token.Content]) = (token.Content, token.Id);
        var ordinary = known.Vocabulary.Values.ToHashSet();
        var added = new List<AddedToken>();
        foreach (var token in brought)
        {
            var here = taken.GetValueOrDefault(token.Id) ?? (ordinary.Contains(token.Id) ? "a token of ordinary text" : null);
            if (here == token.Content)
                continue;
            var why = here is not null ? $"which is {JsonFile.Cut(here)} in the model in {folder}"
                : ids.TryGetValue(token.Content, out var other) ? $"but {other} in the model in {folder}"
                : token.Id is < 0 or >= ConfigLimits.Vocabulary ? "which no model has"
                : null;
            if (why is not null)
            {
                throw new QwenException(
                    $"The tokenizer files in {adapter} do not fit the model: {JsonFile.Cut(token.Content)} has the id {token.Id} there, "
                    + $"{why}. The adapter was trained with another tokenizer: give the model that it belongs to, or remove those files "
                    + "where they are left from another one.");
            }

            added.Add(token);
        }

        return known with { AddedTokens = [.. known.AddedTokens, .. added] };
    }
}
