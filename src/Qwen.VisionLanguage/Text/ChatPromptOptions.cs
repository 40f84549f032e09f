namespace Qwen.VisionLanguage.Text;

/// <summary>How a conversation becomes a prompt.</summary>
public sealed record ChatPromptOptions
{
    /// <summary>
    /// Functions the model may call, each the JSON object <c>{"type": "function", "function": {…}}</c> that goes into the
    /// <c>&lt;tools&gt;</c> block. The template writes it anew with the separators the model was trained on.
    /// </summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Whether to write "Picture 1: ", "Video 1: " before each medium (<c>add_vision_id</c>).</summary>
    public bool NumberMedia { get; init; }

    /// <summary>Whether to end with the start of an assistant turn.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Start of the answer that the model has to continue; not part of what is returned.</summary>
    public string? AssistantPrefix { get; init; }
}
