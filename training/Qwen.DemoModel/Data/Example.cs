using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Data;

/// <summary>Pictures with questions. With the text first there is one question, because everything behind it depends on it.</summary>
/// <param name="Pictures">What is shown: mostly one, several where a question is about all of them, none where only words are.</param>
/// <param name="Questions">What is asked, each by itself.</param>
/// <param name="TextFirst">Whether the question stands before the picture.</param>
internal sealed record Example(IReadOnlyList<Picture> Pictures, IReadOnlyList<Question> Questions, bool TextFirst)
{
    /// <summary>One picture with questions.</summary>
    public Example(Picture picture, IReadOnlyList<Question> questions, bool textFirst)
        : this([picture], questions, textFirst)
    {
    }

    /// <summary>The picture, where there is one.</summary>
    public Picture Picture => Pictures[0];
}
