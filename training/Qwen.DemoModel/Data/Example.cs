using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Data;

/// <summary>A picture with questions. With the text first there is one question, because everything behind it depends on it.</summary>
/// <param name="Picture">What is shown.</param>
/// <param name="Questions">What is asked, each by itself.</param>
/// <param name="TextFirst">Whether the question stands before the picture.</param>
internal sealed record Example(Picture Picture, IReadOnlyList<Question> Questions, bool TextFirst);
