using Qwen.VisionLanguage;

namespace Qwen.Cli.Terminal;

/// <summary>Says each stage of a long piece of work once, where nobody watches bars. Reports come from any thread.</summary>
internal sealed class ProgressLines(CliConsole console) : IProgress<QwenProgress>
{
    private readonly HashSet<string> seen = [];

    /// <inheritdoc/>
    public void Report(QwenProgress value)
    {
        lock (seen)
        {
            if (seen.Add(value.Stage))
                console.Note($"{value.Stage} …");
        }
    }
}
