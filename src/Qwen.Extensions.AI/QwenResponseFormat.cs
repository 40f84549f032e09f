using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI;

/// <summary>Response formats that say all of a .NET type, so that whatever is answered can be read as one.</summary>
public static class QwenResponseFormat
{
    /// <summary>
    /// The format of a type, for <see cref="ChatOptions.ResponseFormat"/>. As <see cref="ChatResponseFormat.ForJsonSchema{T}"/>, whose
    /// schema calls every whole number an integer; this one has the bounds of <see cref="byte"/> to <see cref="ulong"/>, of
    /// <see cref="decimal"/> and <see cref="float"/>, the names of flags, base64 of bytes and whole numbers as keys, in every member.
    /// </summary>
    /// <typeparam name="T">What the answer is read as, by <see cref="JsonSerializer"/> with the same options.</typeparam>
    /// <param name="options">How it is read; null for <see cref="AIJsonUtilities.DefaultOptions"/>.</param>
    /// <exception cref="QwenException">System.Text.Json cannot read the type, or the options do not know it.</exception>
    public static ChatResponseFormatJson For<T>(JsonSerializerOptions? options = null)
    {
        try
        {
            return ChatResponseFormat.ForJsonSchema(
                NetTypes.Schema(typeof(T), options ?? AIJsonUtilities.DefaultOptions), typeof(T).Name.Replace('`', '_'));
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new QwenException($"There is no JSON schema of {typeof(T)}: {error.Message}", error);
        }
    }
}
