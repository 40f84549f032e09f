using Microsoft.ML.Tokenizers;
using Microsoft.SemanticKernel.Text;
using Qwen.Testing;
using Qwen.VisionLanguage.Text;

namespace Qwen.SemanticKernel.Tests;

/// <summary>Semantic Kernel cuts texts by the model's own tokens.</summary>
public class TextChunkerTests
{
    [Fact]
    public void Lines_and_paragraphs_keep_to_a_number_of_tokens()
    {
        Tokenizer tokenizer = QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint);
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"Sentence number {i} speaks of red circles."));
#pragma warning disable SKEXP0050 // the chunker is still marked as experimental
        var lines = TextChunker.SplitPlainTextLines(text, 40, tokens => tokenizer.CountTokens(tokens));
        var paragraphs = TextChunker.SplitPlainTextParagraphs(lines, 120, tokenCounter: tokens => tokenizer.CountTokens(tokens));
#pragma warning restore SKEXP0050
        Assert.True(lines.Count > 10);
        Assert.All(lines, line => Assert.InRange(tokenizer.CountTokens(line), 1, 40));
        Assert.True(paragraphs.Count > 3 && paragraphs.Count < lines.Count);
        Assert.All(paragraphs, paragraph => Assert.InRange(tokenizer.CountTokens(paragraph), 1, 120));
        Assert.Equal(Letters(text), Letters(string.Concat(paragraphs)));
    }

    private static string Letters(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
