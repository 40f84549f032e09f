using System.Text;
using Qwen.Constraints;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Tests.Forms;

/// <summary>A vocabulary of single bytes, for asking a form whether it takes a text.</summary>
internal static class LetterVocabulary
{
    private const int End = 256;

    public static TokenVocabulary Instance { get; } = new(
        [.. Enumerable.Range(0, End).Select(value => (ReadOnlyMemory<byte>)new[] { (byte)value }), "<|end|>"u8.ToArray()], [End]);

    /// <summary>
    /// What of a text the form does not take: null where it takes the whole, else the text from the first wrong letter on.
    /// </summary>
    public static string? Refuses(AnswerForm form, string text) => Refuses(Grammar.FromNotation(Instance, form.Grammar), text);

    /// <inheritdoc cref="Refuses(AnswerForm, string)"/>
    public static string? Refuses(Grammar grammar, string text)
    {
        var constraint = grammar.CreateConstraint();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!constraint.Allows(bytes[i]))
                return Encoding.UTF8.GetString(bytes.AsSpan(i));
            constraint.Accept(bytes[i]);
        }

        return constraint.MayEnd ? null : "(the end)";
    }
}
