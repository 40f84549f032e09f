using Qwen.Cli.Terminal;
using Qwen.Screens;

namespace Qwen.Cli.Screens;

/// <summary>Asks the person at the terminal, which no controlled screen can press.</summary>
/// <param name="console">The terminal.</param>
internal sealed class TerminalApprover(CliConsole console)
{
    /// <summary>Asks about one action; anything but a yes is a no.</summary>
    public async ValueTask<bool> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var label = request.Label is { } shown ? $" on “{OneLine(shown)}”" : "";
        var question = $"{OneLine(ActionText.Describe(request.Action))}{label} – risk: {request.Risk}. Allow it?";
        return await console.ConfirmAsync(question, cancellationToken);
    }

    // what the screen says must not look like another question
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
