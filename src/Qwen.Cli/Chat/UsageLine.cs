using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace Qwen.Cli.Chat;

/// <summary>What an answer cost, in one line.</summary>
internal static class UsageLine
{
    /// <summary>Tokens in and out, seconds, speed, and why the answer ended when it was cut.</summary>
    public static string Format(ChatResponse answer, TimeSpan firstPiece, TimeSpan whole)
    {
        var line = new StringBuilder();
        if (answer.Usage is { } usage)
        {
            line.Append(CultureInfo.InvariantCulture, $"{usage.InputTokenCount} tokens in");
            if (usage.AdditionalCounts is { } counts && counts.TryGetValue("vision_tokens", out var vision) && vision > 0)
                line.Append(CultureInfo.InvariantCulture, $" ({vision} of them pictures)");
            line.Append(CultureInfo.InvariantCulture, $", {usage.OutputTokenCount} out, ");

            // the first piece ends the prompt's work; the rest is writing
            if (usage.OutputTokenCount > 1 && whole > firstPiece)
                line.Append(
                    CultureInfo.InvariantCulture, $"{(usage.OutputTokenCount - 1) / (whole - firstPiece).TotalSeconds:0.0} tokens/s, ");
        }

        line.Append(
            CultureInfo.InvariantCulture, $"first piece after {firstPiece.TotalSeconds:0.00} s, {whole.TotalSeconds:0.00} s in all");
        if (answer.FinishReason is { } reason && reason != ChatFinishReason.Stop)
            line.Append(CultureInfo.InvariantCulture, $"; ended by {reason.Value}");
        return line.ToString();
    }
}
