using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Evaluation;

/// <summary>One case of a row.</summary>
/// <param name="Pictures">What is shown.</param>
/// <param name="Question">What is asked, and the perfect answer.</param>
/// <param name="Tools">Functions that are offered.</param>
internal sealed record DrawnCase(IReadOnlyList<Picture> Pictures, Question Question, IReadOnlyList<string> Tools);
