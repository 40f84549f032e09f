using System.CommandLine;

namespace Qwen.Cli.Terminal;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Name on the command line.</param>
/// <param name="description">What it does, one sentence.</param>
/// <param name="examples">Whole command lines.</param>
internal sealed class TaughtCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    /// <summary>Whole command lines that show its use.</summary>
    public IReadOnlyList<string> Examples => examples;
}
