using Qwen.SemanticKernel.Plugins.Parsing;

namespace Qwen.SemanticKernel.Plugins.Pictures;

/// <summary>What the model said about a picture.</summary>
/// <param name="Map">From the model's pixels to the caller's.</param>
/// <param name="Text">The answer as written.</param>
/// <param name="Notes">What a reader of the result has to know.</param>
/// <param name="Tokens">The tokens of the text with their probabilities; null where the client does not tell.</param>
internal sealed record PictureAnswer(CoordinateMap Map, string Text, RepairLog Notes, AnswerTokens? Tokens = null)
{
    /// <summary>Size of the caller's picture.</summary>
    public PictureSize PictureSize => new(Map.Picture.Width, Map.Picture.Height);

    /// <summary>Size at which the model saw it.</summary>
    public PictureSize ModelSize => new(Map.Model.Width, Map.Model.Height);

    /// <summary>A result with what every result carries.</summary>
    public T Complete<T>(T result)
        where T : PictureResult =>
        (T)(result with { PictureSize = PictureSize, ModelSize = ModelSize, Notes = Notes.Sentences, RawText = Text });
}
