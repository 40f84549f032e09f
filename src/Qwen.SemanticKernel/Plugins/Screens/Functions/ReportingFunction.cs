using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Plugins.Screens.Functions;

/// <summary>Hands a calling model's mistake back as text that it can act on; anything else stays an exception.</summary>
internal sealed class ReportingFunction(AIFunction inner) : DelegatingAIFunction(inner)
{
    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is QwenException or ArgumentException)
        {
            return $"Error: {error.Message}";
        }
    }
}
