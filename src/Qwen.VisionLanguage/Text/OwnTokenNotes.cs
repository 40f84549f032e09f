using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>Says where tokens that a fine-tune added do not do what its author meant.</summary>
internal static class OwnTokenNotes
{
    /// <summary>A sentence for those without a row, and one for those that stay text.</summary>
    public static IEnumerable<string> Of(QwenTokenizer tokenizer, ModelConfig config, bool countInText)
    {
        var rows = config.Text.VocabularySize;
        if (Texts(tokenizer.OwnTokens.Where(token => token.Id >= rows)) is { } rowless)
        {
            yield return $"The tokenizer has tokens beyond the {rows} rows of the embedding table, which can be neither read nor written: "
                + $"{rowless}.";
        }

        if (!countInText && Texts(tokenizer.OwnTokens.Where(token => token.Id < rows)) is { } others)
        {
            yield return $"The tokenizer has tokens of its own: {others}. In the text of messages they stay text, unless "
                + $"{nameof(QwenModelOptions.AddedTokensInText)} (--added-tokens) lets them count.";
        }
    }

    private static string? Texts(IEnumerable<AddedToken> tokens)
    {
        var texts = tokens.Select(token => $"'{JsonFile.Cut(token.Content)}'").ToList();
        return texts.Count > 0 ? CheckpointFiles.Few(texts, 6) : null;
    }
}
