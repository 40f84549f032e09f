using System.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Finds stop sequences in text that comes in pieces, and holds back what may turn out to be the start of one.
/// </summary>
/// <remarks>
/// The sequence that is complete first ends the text (of those complete at the same character the longest), so the result does not
/// depend on how the text was cut into pieces. Ordinal comparison; one step per character and sequence (Knuth, Morris and Pratt).
/// Serves one answer; not thread-safe.
/// </remarks>
internal sealed class StopSequenceMatcher
{
    private readonly string[] sequences;
    private readonly int[][] fallbacks;
    private readonly int[] matched;
    private readonly StringBuilder held = new();
    private bool stopped;

    /// <summary>Prepares an answer.</summary>
    /// <exception cref="QwenException">A sequence is empty.</exception>
    public StopSequenceMatcher(IReadOnlyList<string> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Any(string.IsNullOrEmpty))
            throw new QwenException("A stop sequence is empty, which would end every answer before it starts. Leave it out.");
        this.sequences = [.. sequences];
        fallbacks = [.. sequences.Select(Fallbacks)];
        matched = new int[sequences.Count];
    }

    /// <summary>Takes the next piece of text.</summary>
    /// <returns>Text that is certainly no part of a stop sequence, and whether one ended the answer; then nothing more is to
    /// come.</returns>
    public (string Emit, bool Stopped) Append(string text)
    {
        if (stopped)
            return ("", true);
        if (sequences.Length == 0)
            return (text, false);

        for (var i = 0; i < text.Length; i++)
        {
            held.Append(text[i]);
            var complete = Step(text[i]);
            if (complete == 0)
                continue;
            stopped = true;
            held.Length -= complete;
            return (Release(held.Length), true);
        }

        return (Release(held.Length - matched.Max()), false);
    }

    /// <summary>What was held back, when the answer ends without a stop sequence.</summary>
    public string Flush() => stopped ? "" : Release(held.Length);

    // length of the longest sequence that ends with this character, 0 for none
    private int Step(char next)
    {
        var complete = 0;
        for (var s = 0; s < sequences.Length; s++)
        {
            var length = matched[s];
            while (length > 0 && sequences[s][length] != next)
                length = fallbacks[s][length - 1];
            if (sequences[s][length] == next)
                length++;
            matched[s] = length;
            if (length == sequences[s].Length)
                complete = Math.Max(complete, length);
        }

        return complete;
    }

    private string Release(int count)
    {
        var text = held.ToString(0, count);
        held.Remove(0, count);
        return text;
    }

    // for each prefix the length of its longest proper prefix that is also its end
    private static int[] Fallbacks(string sequence)
    {
        var lengths = new int[sequence.Length];
        for (var i = 1; i < sequence.Length; i++)
        {
            var length = lengths[i - 1];
            while (length > 0 && sequence[length] != sequence[i])
                length = lengths[length - 1];
            lengths[i] = sequence[length] == sequence[i] ? length + 1 : 0;
        }

        return lengths;
    }
}
