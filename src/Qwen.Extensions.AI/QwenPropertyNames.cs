using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI;

/// <summary>Keys of <c>AdditionalProperties</c> that this client reads (requests, parts) or writes (responses).</summary>
/// <remarks>
/// Hints of a part (<see cref="AIContent.AdditionalProperties"/>), or of every part of a request
/// (<see cref="ChatOptions.AdditionalProperties"/>),
/// have the names of qwen-vl-utils: <c>min_pixels</c>, <c>max_pixels</c>, <c>resized_width</c>, <c>resized_height</c>, <c>fps</c>,
/// <c>nframes</c>, <c>min_frames</c>, <c>max_frames</c>, <c>total_pixels</c>, <c>video_start</c>, <c>video_end</c>.
/// Numbers may be of any numeric type, texts, or JSON. Unknown keys are ignored.
/// What a response says stands on its message, and on the last update of a stream.
/// </remarks>
public static class QwenPropertyNames
{
    /// <summary>Request: drop tokens below this share of the best token's probability (number, 0…1).</summary>
    public const string MinP = "min_p";

    /// <summary>Request: penalty on tokens of prompt and answer, 1 is off (number).</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <summary>
    /// Request: report the probability of each token (truth value). Response: an <see cref="IReadOnlyList{T}"/> of
    /// <see cref="TokenLogProbability"/>, one for each token.
    /// </summary>
    public const string LogProbabilities = "logprobs";

    /// <summary>Request: alternatives to report for each token (whole number).</summary>
    public const string TopLogProbabilities = "top_logprobs";

    /// <summary>Request: number the media in the prompt (truth value).</summary>
    public const string NumberMedia = "add_vision_id";

    /// <summary>Request: start of the answer that the model has to continue (text).</summary>
    public const string AssistantPrefix = "assistant_prefix";

    /// <summary>
    /// Request: whether the model is told in words what <see cref="ChatOptions.ResponseFormat"/> is (truth value, on unless set). Off for
    /// prompts that say it themselves, and for models that know no other prompt than their own.
    /// </summary>
    public const string FormatInstruction = "format_instruction";

    /// <summary>
    /// Request: the grammar that the answer has to follow (text, in the notation of <see cref="Qwen.Constraints.Grammar.FromNotation"/>,
    /// beginning with the rule <c>root</c>). It is enforced in place of <see cref="ChatOptions.ResponseFormat"/>, and the model is told
    /// nothing about either: the prompt says it. Not together with functions.
    /// </summary>
    public const string Grammar = "grammar";

    /// <summary>
    /// Request: the JSON schemas that <see cref="Grammar"/> names by <c>@name</c> (a JSON object, or its text, of schemas by name).
    /// </summary>
    public const string GrammarSchemas = "grammar_schemas";

    /// <summary>
    /// Request: a tool that the prompt shows word for word (text, one JSON object with <c>type</c> and <c>function</c>), for tools that the
    /// model was trained on with keys that no function declaration has. Calls come back as text. Not together with functions.
    /// </summary>
    public const string ShownTool = "shown_tool";

    /// <summary>Request: whether to stop an answer that repeats itself without end (truth value, on unless set).</summary>
    public const string StopRepetition = "stop_repetition";

    /// <summary>
    /// Response: <see cref="RepetitionDetail"/> where an answer was stopped because it repeated itself; its finish reason is
    /// <c>length</c>.
    /// </summary>
    public const string FinishDetail = "finish_detail";

    /// <summary>The value of <see cref="FinishDetail"/> for an answer that repeated itself without end.</summary>
    public const string RepetitionDetail = "repetition";

    /// <summary>Additional usage count: prompt tokens that stand for pictures and videos.</summary>
    public const string VisionTokens = "vision_tokens";

    /// <summary>Additional usage count: frames of video that were read.</summary>
    public const string VideoFrames = "video_frames";

    /// <summary>Additional usage count: how often the decoder ran behind the prompt, for one token or for several.</summary>
    public const string DecoderSteps = "decoder_steps";

    /// <summary>
    /// Additional usage count: tokens of the answer that its shape left no choice about, so that the model was not asked.
    /// </summary>
    public const string ForcedTokens = "forced_tokens";

    /// <summary>Additional usage count: tokens that were guessed from the prompt or the answer so far.</summary>
    public const string DraftedTokens = "drafted_tokens";

    /// <summary>Additional usage count: guessed tokens that the model chose indeed.</summary>
    public const string AcceptedTokens = "accepted_tokens";

    /// <summary>Additional usage count: pictures and temporal patches that went through the encoder rather than its cache.</summary>
    public const string EncodedSlices = "encoded_slices";
}
