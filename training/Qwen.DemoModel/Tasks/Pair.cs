using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Two pictures and a question about both.</summary>
internal sealed record Pair(Picture First, Picture Second, Question Question);
