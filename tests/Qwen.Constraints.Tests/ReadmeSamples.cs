using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Constraints.Tests;

/// <summary>The code of the package's README.</summary>
public class ReadmeSamples
{
    [Fact]
    public void The_readme_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("src/Qwen.Constraints/README.md", "tests/Qwen.Constraints.Tests/ReadmeSamples.cs");

    [Fact]
    public void Ask_for_a_boolean()
    {
        ReadOnlyMemory<byte>[] tokens =
            [.. Enumerable.Range(0, 256).Select(b => new ReadOnlyMemory<byte>([(byte)b])), "true"u8.ToArray(), Array.Empty<byte>()];
        var vocabulary = new TokenVocabulary(tokens, endTokenIds: [257]);
        using var schema = JsonDocument.Parse("""{"type": "boolean"}""");
        var grammar = Grammar.FromJsonSchema(vocabulary, schema.RootElement);

        var constraint = grammar.CreateConstraint();
        var logits = new float[tokens.Length];
        constraint.Mask(logits);
        Console.WriteLine(float.IsNegativeInfinity(logits['x'])); // True: no boolean begins with an x
        constraint.Accept(256);
        Console.WriteLine(constraint.MustEnd); // True

        Assert.Equal(float.NegativeInfinity, logits['x']);
        Assert.Equal(0, logits[256]);
        Assert.True(constraint.MustEnd);
    }
}
