using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Data;

/// <summary>Finds the piece of an answer that a token starts in.</summary>
/// <param name="pieces">The answer; ASCII, so that characters are bytes.</param>
internal sealed class PieceSpans(IReadOnlyList<Piece> pieces)
{
    private int current;
    private int passed;

    /// <summary>The piece at an offset; offsets grow from call to call.</summary>
    public Piece At(int offset)
    {
        while (current < pieces.Count - 1 && offset >= passed + pieces[current].Text.Length)
            passed += pieces[current++].Text.Length;
        return pieces[current];
    }
}
