using System.Text;

namespace Qwen.Constraints.Tests;

/// <summary>
/// A small vocabulary for tests: every byte, pieces that cross the borders of JSON's parts, whitespace runs, halves of characters, a
/// control token and an end token.
/// </summary>
internal static class ByteVocabulary
{
    private static readonly string[] Pieces =
    [
        "{\"", "\":", "\": ", "\": \"", "\",", "\", \"", "\"}", "\"]", "\"}}", "\"}]", "},", "}, {\"", "]}", "}]", "[{", "[]", "{}", "[\"",
        ",\"", " \"",
        ", ", ": ", "  ", "   ", "\n", "\n  ", "\n\t", "\n\n", "\r\n", "\t", "name", "type", "true", "false", "null", " true", "ab", "abc",
        "10", "42",
        "-1", "0.", ".5", "e5", "\\n", "\\\"", "\\u", "\\u00", "\\\\", "é", "你好", "😀", "a\"", "b\"}", ".\",", "<", "</", "\">", "x\\\"y",
        "\\\"}",
    ];

    static ByteVocabulary()
    {
        var tokens = new List<ReadOnlyMemory<byte>>(Enumerable.Range(0, 256).Select(b => (ReadOnlyMemory<byte>)new[] { (byte)b }));
        tokens.AddRange(Pieces.Select(p => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(p)));

        // halves of characters, as byte-level merges make them
        tokens.Add(new byte[] { 0xE4, 0xBD });
        tokens.Add(new byte[] { 0xA0, 0xE5 });
        tokens.Add(new byte[] { 0xF0, 0x9F, 0x98 });
        tokens.Add(new byte[] { (byte)'"', (byte)':', (byte)' ', (byte)'"', 0xE4 });
        Special = tokens.Count;
        tokens.Add(Encoding.UTF8.GetBytes("<|special|>"));
        End = tokens.Count;
        tokens.Add(Encoding.UTF8.GetBytes("<|end|>"));
        Tokens = tokens;
        Instance = new TokenVocabulary(tokens, [End], [Special]);
    }

    public static TokenVocabulary Instance { get; }

    public static IReadOnlyList<ReadOnlyMemory<byte>> Tokens { get; }

    public static int End { get; }

    public static int Special { get; }

    /// <summary>Whether the grammar takes a whole text, byte by byte.</summary>
    public static bool Takes(Grammar grammar, string text)
    {
        var constraint = grammar.CreateConstraint();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (!constraint.Allows(value))
                return false;
            constraint.Accept(value);
        }

        return constraint.Allows(End);
    }
}
