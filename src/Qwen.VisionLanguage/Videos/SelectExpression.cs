using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Writes the condition by which ffmpeg's select filter passes chosen frames and drops all others.</summary>
/// <remarks>
/// Frames are told by their time, which survives seeking and does not depend on how many frames a decoder hides. The windows
/// stand in a binary tree, so a frame costs a few comparisons however many are chosen.
/// </remarks>
internal static class SelectExpression
{
    /// <summary>The condition for windows of time, ascending and apart; each passes one frame.</summary>
    public static string For(ReadOnlySpan<(double From, double To)> windows)
    {
        var expression = new StringBuilder();
        Append(expression, windows);
        return expression.ToString();
    }

    private static void Append(StringBuilder expression, ReadOnlySpan<(double From, double To)> windows)
    {
        if (windows.Length == 1)
        {
            var (from, to) = windows[0];
            expression.Append(CultureInfo.InvariantCulture, $"gte(t,{from:0.0######})*lt(t,{to:0.0######})");
            expression.Append(CultureInfo.InvariantCulture, $"*not(gte(prev_selected_t,{from:0.0######}))");
            return;
        }

        var middle = windows.Length / 2;
        expression.Append(CultureInfo.InvariantCulture, $"if(lt(t,{windows[middle].From:0.0######}),");
        Append(expression, windows[..middle]);
        expression.Append(',');
        Append(expression, windows[middle..]);
        expression.Append(')');
    }
}
