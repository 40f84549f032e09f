using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tasks;

/// <summary>A question and its perfect answer.</summary>
/// <param name="Kind">How an answer is judged: see <see cref="Evaluation.Judge"/>.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Answer">The answer in pieces.</param>
internal sealed record Question(string Kind, string Prompt, IReadOnlyList<Piece> Answer)
{
    /// <summary>The whole answer.</summary>
    public string AnswerText { get; } = string.Concat(Answer.Select(piece => piece.Text));

    /// <summary>Whether the answer ends here; in training a part may be left out that is learned elsewhere.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Turns between the question and the answer: a call and what it returned.</summary>
    public IReadOnlyList<ChatTurn> After { get; init; } = [];

    /// <summary>The thing that a point or tap has to hit.</summary>
    public Thing? Target { get; init; }
}
