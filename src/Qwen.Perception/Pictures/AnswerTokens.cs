using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Perception.Pictures;

/// <summary>The tokens of an answer by where they stand in its text, and how probable the model found each.</summary>
internal sealed class AnswerTokens
{
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly IReadOnlyList<TokenLogProbability> tokens;

    private AnswerTokens(int[] starts, int[] ends, IReadOnlyList<TokenLogProbability> tokens)
    {
        this.starts = starts;
        this.ends = ends;
        this.tokens = tokens;
    }

    /// <summary>Lays tokens along an answer; null where they do not spell it.</summary>
    public static AnswerTokens? Find(string answer, IReadOnlyList<TokenLogProbability> tokens, QwenTokenizer tokenizer)
    {
        var decoder = new TokenTextDecoder(tokenizer);
        var (starts, ends) = (new int[tokens.Count], new int[tokens.Count]);
        var at = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            starts[i] = at;
            var text = tokenizer.IsSpecial(tokens[i].TokenId) ? "" : decoder.Append(tokens[i].TokenId);
            if (!answer.AsSpan(at).StartsWith(text))
                return null;
            at += text.Length;

            // the first bytes of a character take part in it
            ends[i] = tokenizer.IsSpecial(tokens[i].TokenId) ? at : Math.Max(at, starts[i] + 1);
        }

        return answer.Length - at <= 1 ? new AnswerTokens(starts, ends, tokens) : null;
    }

    /// <summary>
    /// The geometric mean of the probabilities of the tokens that spell some places of the answer, so that long texts compare with
    /// short ones; null where no token does.
    /// </summary>
    public double? Confidence(params IEnumerable<Range> places)
    {
        var (sum, count) = (0.0, 0);
        var from = 0;
        foreach (var place in places)
        {
            for (; from < starts.Length && ends[from] <= place.Start.Value; from++)
            {
            }

            for (; from < starts.Length && starts[from] < place.End.Value; from++)
            {
                sum += tokens[from].LogProbability;
                count++;
            }
        }

        return count == 0 ? null : Math.Round(Math.Exp(sum / count), 4);
    }
}
