using Microsoft.Extensions.AI;
using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Shared.Asking;

namespace Qwen.Screens;

/// <summary>Finds the place on a screenshot that the model would tap. Touches nothing. Thread-safe.</summary>
public sealed class ScreenPointer
{
    private readonly ActionAsker asker;
    private readonly PromptForm form;

    /// <summary>Makes a pointer.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Prompt form and sizes; null for the defaults.</param>
    public ScreenPointer(IChatClient client, ScreenAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new ScreenAgentOptions();
        asker = new ActionAsker(client, options);
        form = options.Form;
    }

    /// <summary>Finds something.</summary>
    /// <param name="shot">The screenshot.</param>
    /// <param name="kind">Which of the model's action sets it is asked in.</param>
    /// <param name="what">What to find, "the Save button", or what to do, "Tap Save."</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    /// <returns>The point in pixels of the screenshot; null, with the reason, where the answer names none.</returns>
    public async Task<(ScreenPoint? Point, string? Problem)> FindAsync(
        ScreenShot shot, ScreenKind kind, string what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shot);
        what = PromptText.Require(what, nameof(what), "'the Save button'");
        if (form == PromptForm.Short && !what.StartsWith("Tap ", StringComparison.Ordinal))
            what = $"Tap {what}.";
        var picture = await asker.SeeAsync(shot, cancellationToken).ConfigureAwait(false);
        var answer = await asker.PointAsync(ActionPrompt.ContractOf(kind, form), picture, what, cancellationToken).ConfigureAwait(false);
        return answer.Decision is ActDecision { Action: TapAction tap }
            ? (tap.Point, null)
            : (null, answer.Problem ?? "The model named no point.");
    }
}
