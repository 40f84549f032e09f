namespace Qwen.Shared.Answers;

/// <summary>What had to be mended to read an answer: one sentence for each kind, in the order in which they were met.</summary>
internal sealed class RepairLog
{
    public const string Comment = "Removed comments from the JSON.";
    public const string TrailingComma = "Removed trailing commas from the JSON.";
    public const string Quotes = "Replaced single quotes in the JSON.";
    public const string Literal = "Replaced Python's True, False or None in the JSON.";
    public const string LineBreak = "Escaped tabs or line breaks inside strings.";
    public const string InnerQuote = "Escaped quotes inside strings.";
    public const string Backslash = "Escaped backslashes inside strings.";
    public const string Loose = "Read malformed JSON loosely.";
    public const string Damaged = "The JSON is damaged or cut off: only its complete entries were kept.";
    public const string SeveralValues = "Joined several JSON values into one list.";
    public const string NumberText = "Read coordinates that were written as text.";
    public const string KeyAlias = "Took another key's name for the usual one.";
    public const string Nested = "Took boxes or points out of further lists or objects around them.";
    public const string BareLists = "Read boxes or points from plain lists of numbers.";
    public const string BoxTokens = "Read boxes or points between the model's own marks.";
    public const string BoxesInWords = "Read boxes or points out of words.";
    public const string BoxTable = "Read boxes or points from the rows of a table.";
    public const string Corners = "Read boxes from the sides, corners or sizes that were named.";
    public const string Quadrangle = "Took the upright box around a shape of more than two corners.";
    public const string FifthNumber = "Took a fifth number beside a box for its score.";
    public const string Percents = "Read coordinates that were written in percent.";
    public const string NoCoordinates = "Left out entries without readable coordinates.";

    private readonly List<string> sentences = [];

    /// <summary>The sentences so far.</summary>
    public IReadOnlyList<string> Sentences => sentences;

    /// <summary>Adds a sentence unless it is there already.</summary>
    public void Add(string sentence)
    {
        if (!sentences.Contains(sentence))
            sentences.Add(sentence);
    }

    /// <summary>Adds those of another log.</summary>
    public void AddAll(RepairLog other)
    {
        foreach (var sentence in other.sentences)
            Add(sentence);
    }
}
