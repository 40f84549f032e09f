namespace Qwen.Cli.Bench;

/// <summary>One timed generation.</summary>
/// <param name="InputTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="FirstToken">Time to the first token: preparing, encoding and reading the prompt.</param>
/// <param name="Rest">Time from the first token to the last.</param>
internal readonly record struct BenchRun(int InputTokens, int OutputTokens, TimeSpan FirstToken, TimeSpan Rest)
{
    /// <summary>Tokens of the prompt read in a second.</summary>
    public double PrefillSpeed => InputTokens / FirstToken.TotalSeconds;

    /// <summary>Tokens written in a second.</summary>
    public double DecodeSpeed => (OutputTokens - 1) / Rest.TotalSeconds;
}
