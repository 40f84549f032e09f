using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Data;

/// <summary>One sequence while it is put together.</summary>
internal sealed class PackedSequence
{
    /// <summary>Tokens.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Time, height and width of each token.</summary>
    public List<(int Time, int Height, int Width)> Positions { get; } = [];

    /// <summary>0 for what all questions see, otherwise the question.</summary>
    public List<int> Groups { get; } = [];

    /// <summary>Indices of picture tokens.</summary>
    public List<int> PictureTokens { get; } = [];

    /// <summary>Predictions: index of the row, token, its weight, and the tokens that it is about.</summary>
    public List<(int Row, int Token, float Weight, IReadOnlyList<int> Places)> Targets { get; } = [];

    /// <summary>Tokens so far.</summary>
    public int Count => Ids.Count;

    /// <summary>How many tokens at the start are text that every question sees.</summary>
    public int CommonTextLength { get; private set; } = -1;

    /// <summary>Adds a token.</summary>
    public void Add(int id, int time, int height, int width, int group, bool isPicture)
    {
        if (CommonTextLength < 0 && (isPicture || group > 0))
            CommonTextLength = Count;
        if (isPicture)
            PictureTokens.Add(Count);
        Ids.Add(id);
        Positions.Add((time, height, width));
        Groups.Add(group);
    }

    /// <summary>The last token so far predicts this one.</summary>
    /// <param name="token">The token.</param>
    /// <param name="piece">What it is a part of.</param>
    /// <param name="copied">Where it stands in the request, for what is not about a picture.</param>
    public void Predict(int token, Piece piece, IReadOnlyList<int>? copied = null) => Targets.Add(
        (Count - 1, token, piece.Weight, piece.Units is { } units ? [.. units.Select(unit => PictureTokens[unit])] : copied ?? []));
}
