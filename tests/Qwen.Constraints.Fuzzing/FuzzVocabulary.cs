using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>
/// A vocabulary of some thousands of tokens, as byte-pair encoders make them: bytes, syllables, runs, pieces of JSON, halves of characters.
/// </summary>
public static class FuzzVocabulary
{
    private static readonly string[] Pieces =
    [
        "{\"", "\":", "\": ", "\": \"", "\",", "\", \"", "\"}", "\"]", "\"}}", "},", "}, {\"", "]}", "[{", "[]", "{}", "[\"", ", ", ": ",
        "\n", "\r\n", "\t",
        "true", "false", "null", "name", "type", "value", "\\n", "\\\"", "\\u00", "\\\\", "0.", ".5", "e5", "-1", "é", "你好", "😀",
        "<tool_call>",
    ];

    static FuzzVocabulary()
    {
        var tokens = Enumerable.Range(0, 256).Select(b => new byte[] { (byte)b }).ToList();
        tokens.AddRange(Pieces.Select(Encoding.UTF8.GetBytes));
        tokens.AddRange([[0xE4, 0xBD], [0xA0, 0xE5], [0xF0, 0x9F, 0x98]]);
        foreach (var c in " -=_*a0x.")
            tokens.AddRange(new[] { 2, 3, 4, 8, 16, 64 }.Select(n => Encoding.UTF8.GetBytes(new string(c, n))));
        foreach (var first in "abcdefgilmnoprstuvwxyz")
        {
            foreach (var second in "aeiouy")
            {
                tokens.Add(Encoding.UTF8.GetBytes($"{first}{second}"));
                tokens.Add(Encoding.UTF8.GetBytes($" {first}{second}"));
                tokens.AddRange("nrst".Select(third => Encoding.UTF8.GetBytes($"{first}{second}{third}")));
            }
        }

        tokens.AddRange(Enumerable.Range(10, 990).Select(n => Encoding.UTF8.GetBytes($"{n}")));
        End = tokens.Count;
        tokens.Add(Encoding.UTF8.GetBytes("<|end|>"));
        Tokens = tokens;
        Instance = new TokenVocabulary([.. tokens.Select(t => (ReadOnlyMemory<byte>)t)], [End]);
    }

    public static TokenVocabulary Instance { get; }

    public static int End { get; }

    /// <summary>The bytes of each token.</summary>
    public static IReadOnlyList<byte[]> Tokens { get; }
}
