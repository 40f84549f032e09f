using Microsoft.SemanticKernel;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Plugins.Functions;

/// <summary>Wraps functions whose caller is a model: a mistake in the arguments comes back as text that the model can act on.</summary>
/// <remarks>Anything else, a lost connection or a bug, stays an exception.</remarks>
internal static class MistakeReporting
{
    /// <summary>The function with the same name, description and schema.</summary>
    public static KernelFunction Wrap(KernelFunction inner)
    {
        return KernelFunctionFactory.CreateFromMethod(InvokeAsync, new KernelFunctionFromMethodOptions
        {
            FunctionName = inner.Name,
            Description = inner.Description,
            Parameters = inner.Metadata.Parameters,
            ReturnParameter = inner.Metadata.ReturnParameter,
            AdditionalMetadata = inner.Metadata.AdditionalProperties,
        });

        async Task<FunctionResult> InvokeAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
        {
            try
            {
                // filters run round the wrapper: a kernel without any keeps them from running twice
                return await inner.InvokeAsync(new Kernel(), arguments, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsMistake(error))
            {
                return new FunctionResult(inner, $"Error: {error.Message}", kernel.Culture);
            }
        }
    }

    // an argument that is missing or of the wrong kind ends in exceptions of the kernel
    private static bool IsMistake(Exception error) => error switch
    {
        QwenException => true,
        KernelException => error.InnerException is null or QwenException or ArgumentException,
        ArgumentException => true,
        _ => false,
    };
}
