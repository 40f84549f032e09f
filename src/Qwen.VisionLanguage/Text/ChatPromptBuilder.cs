using System.Globalization;
using System.Text;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Renders a conversation in Qwen2.5-VL's chat format: ChatML, one placeholder run for each medium, tools in the form of Qwen2.5.
/// </summary>
/// <remarks>
/// Only the template writes control tokens. Text of the caller never becomes one, whatever it says; apart from that the ids are
/// those of the whole text. Immutable and safe for concurrent use.
/// </remarks>
internal sealed class ChatPromptBuilder
{
    private const string DefaultSystemText = "You are a helpful assistant.";

    private readonly QwenTokenizer tokenizer;
    private readonly string systemText;

    /// <summary>Binds the template to a checkpoint.</summary>
    /// <param name="tokenizer">The checkpoint's tokenizer.</param>
    /// <param name="config">The checkpoint's configuration; its special ids must be the tokenizer's.</param>
    /// <param name="systemText">System text of a conversation that has none; null for the published one.</param>
    /// <exception cref="QwenException">The tokenizer lacks a control token, or has another id for it than the configuration.</exception>
    public ChatPromptBuilder(QwenTokenizer tokenizer, ModelConfig config, string? systemText = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(config);
        this.tokenizer = tokenizer;
        this.systemText = systemText ?? DefaultSystemText;
        Check(ControlTokens.TurnStart, null);
        Check(ControlTokens.TurnEnd, null);
        Check(ControlTokens.VisionStart, config.VisionStartTokenId);
        Check(ControlTokens.VisionEnd, config.VisionEndTokenId);
        Check(ControlTokens.ImagePad, config.ImageTokenId);
        Check(ControlTokens.VideoPad, config.VideoTokenId);
    }

    /// <summary>Whether tokens that a fine-tune added count as tokens where text has them.</summary>
    internal bool OwnTokens { get; init; }

    /// <summary>Whether a conversation without a system text has no system turn, unless tools have to be told in one.</summary>
    internal bool OmitsSystem { get; init; }

    /// <summary>Renders the conversation.</summary>
    /// <param name="turns">
    /// At least one turn, oldest first. Calls belong to <see cref="ChatTurnRole.Assistant"/> turns and follow the turn's text;
    /// results are all that <see cref="ChatTurnRole.Tool"/> turns hold.
    /// </param>
    /// <param name="options">Tools, numbered media, generation prompt, assistant prefix.</param>
    /// <exception cref="ArgumentException">No turn, a part in a turn where it cannot be, or an assistant prefix without generation
    /// prompt.</exception>
    /// <exception cref="QwenException">A tool or a call's arguments are not one JSON object.</exception>
    public ChatPrompt Build(IReadOnlyList<ChatTurn> turns, ChatPromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(options);
        if (turns.Count == 0)
            throw new ArgumentException("A conversation needs at least one turn.", nameof(turns));
        if (options.AssistantPrefix is { Length: > 0 } && !options.AddGenerationPrompt)
            throw new ArgumentException(
                "An assistant prefix continues the generation prompt: leave AddGenerationPrompt on.", nameof(options));

        var prompt = new PromptWriter(tokenizer, OwnTokens);
        var content = new TurnContentWriter(prompt, options.NumberMedia);
        var hasSystemTurn = turns[0].Role == ChatTurnRole.System;
        if (hasSystemTurn || !OmitsSystem || options.Tools.Count > 0)
            WriteSystem(prompt, content, hasSystemTurn ? turns[0].Parts : [new TextPart(systemText)], options.Tools);
        for (var i = hasSystemTurn ? 1 : 0; i < turns.Count; i++)
        {
            if (turns[i].Role == ChatTurnRole.Tool)
                WriteResults(prompt, content, turns, ref i);
            else
                WriteTurn(prompt, content, turns[i]);
        }

        if (options.AddGenerationPrompt)
            Open(prompt, "assistant\n");
        if (options.AssistantPrefix is { Length: > 0 } prefix)
            prompt.Answer(prefix);
        return prompt.Finish();
    }

    private static void WriteSystem(
        PromptWriter prompt, TurnContentWriter content, IReadOnlyList<ChatPart> parts, IReadOnlyList<string> tools)
    {
        Open(prompt, "system\n");
        content.Write(parts);
        if (tools.Count > 0)
        {
            prompt.Text("\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
                + "You are provided with function signatures within <tools></tools> XML tags:\n<tools>");
            for (var i = 0; i < tools.Count; i++)
                prompt.Text(
                    "\n" + TemplateJson.Rewrite(tools[i], string.Create(CultureInfo.InvariantCulture, $"Tool {i + 1} of {tools.Count}")));
            prompt.Text("\n</tools>\n\nFor each function call, return a json object with function name and arguments within ");
            prompt.Control(ControlTokens.ToolCallStart);
            prompt.Control(ControlTokens.ToolCallEnd);
            prompt.Text(" XML tags:\n");
            prompt.Control(ControlTokens.ToolCallStart);
            prompt.Text("\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n");
            prompt.Control(ControlTokens.ToolCallEnd);
        }

        Close(prompt);
    }

    private static void WriteTurn(PromptWriter prompt, TurnContentWriter content, ChatTurn turn)
    {
        Open(prompt, turn.Role switch
        {
            ChatTurnRole.System => "system\n",
            ChatTurnRole.User => "user\n",
            ChatTurnRole.Assistant => "assistant\n",
            _ => throw new ArgumentException($"The role {turn.Role} is unknown."),
        });
        var calls = turn.Role == ChatTurnRole.Assistant ? turn.Parts.OfType<ToolCallPart>().ToArray() : [];
        var empty = !content.Write(calls.Length == 0 ? turn.Parts : [.. turn.Parts.Where(part => part is not ToolCallPart)]);
        foreach (var call in calls)
        {
            WriteCall(prompt, call, first: empty);
            empty = false;
        }

        Close(prompt);
    }

    private static void WriteCall(PromptWriter prompt, ToolCallPart call, bool first)
    {
        if (!first)
            prompt.Text("\n");
        prompt.Control(ControlTokens.ToolCallStart);
        var text = new StringBuilder("\n{\"name\": ");
        TemplateJson.WriteString(call.Name, text);
        text.Append(", \"arguments\": ")
            .Append(TemplateJson.Rewrite(call.ArgumentsJson, $"The arguments of the call '{call.Name}'"))
            .Append("}\n");
        prompt.Text(text.ToString());
        prompt.Control(ControlTokens.ToolCallEnd);
    }

    // results that follow each other share one user turn; their tags are ordinary text to this tokenizer
    private static void WriteResults(PromptWriter prompt, TurnContentWriter content, IReadOnlyList<ChatTurn> turns, ref int index)
    {
        Open(prompt, "user");
        for (; ; index++)
        {
            foreach (var part in turns[index].Parts)
            {
                if (part is not ToolResultPart result)
                    throw new ArgumentException($"A tool turn holds tool results only, not {part.GetType().Name}.");
                prompt.Text("\n<tool_response>\n");
                content.Write(result.Content);
                prompt.Text("\n</tool_response>");
            }

            if (index + 1 == turns.Count || turns[index + 1].Role != ChatTurnRole.Tool)
                break;
        }

        Close(prompt);
    }

    private static void Open(PromptWriter prompt, string role)
    {
        prompt.Control(ControlTokens.TurnStart);
        prompt.Text(role);
    }

    private static void Close(PromptWriter prompt)
    {
        prompt.Control(ControlTokens.TurnEnd);
        prompt.Text("\n");
    }

    private void Check(string token, int? configured)
    {
        if (tokenizer.GetSpecialId(token) is not { } id)
            throw new QwenException(
                $"The checkpoint's tokenizer has no {token}, so conversations cannot be written. "
                + "Use the tokenizer files of the same Qwen2.5-VL checkpoint as the weights.");
        if (configured is { } other && other != id)
            throw new QwenException(
                $"config.json gives {token} the id {other}, the tokenizer {id}. Use the config.json and tokenizer files of one "
                + "and the same checkpoint.");
    }
}
