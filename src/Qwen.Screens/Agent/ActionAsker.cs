using Microsoft.Extensions.AI;
using Qwen.Screens.Contract;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Agent;

/// <summary>Shows a screen to a model and asks for one action. Thread-safe.</summary>
/// <param name="client">Any client.</param>
/// <param name="options">Prompt form, sizes and limits.</param>
internal sealed class ActionAsker(IChatClient client, ScreenAgentOptions options)
{
    private readonly ModelAsker asker = new(client);

    /// <summary>The screen at the size that the model will see.</summary>
    public Task<SeenPicture> SeeAsync(ScreenShot shot, CancellationToken cancellationToken) =>
        SeeAsync(shot, SmartResize.DefaultMaxPixels, cancellationToken);

    /// <summary>The screen at a size that suits a caller.</summary>
    /// <param name="shot">The screen.</param>
    /// <param name="largest">Largest area where neither options nor a local model set one below it.</param>
    /// <param name="cancellationToken">Stops waiting for the model to load.</param>
    public async Task<SeenPicture> SeeAsync(ScreenShot shot, int largest, CancellationToken cancellationToken)
    {
        var picture = ImageDecoder.Decode(shot.Png, options.Limits, cancellationToken);
        return await asker.SeeAsync(picture, options.MinPixels, options.MaxPixels, largest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the next action.</summary>
    /// <param name="contract">The action set.</param>
    /// <param name="picture">The screen.</param>
    /// <param name="text">The task and what was done so far; in the short form, one instruction.</param>
    /// <param name="failed">Answers to the same question that could not be carried out, and why.</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    public Task<string> AskAsync(
        ActionContract contract, SeenPicture picture, string text, IEnumerable<ActionAnswer> failed, CancellationToken cancellationToken)
    {
        var seen = picture.Map.Model;
        var grammar = options.Form == PromptForm.Short
            ? ActionGrammar.WriteClick(ClickPrefix(contract), seen)
            : ActionGrammar.Write(contract, seen, options.AllowThought);
        var retries = failed.SelectMany(answer => new[]
        {
            new ChatMessage(ChatRole.Assistant, answer.RawText), new ChatMessage(ChatRole.User, ActionPrompt.Problem(answer.Problem!)),
        });
        var pictureFirst = options.PictureFirst || options.Form == PromptForm.Short;
        return SendAsync(contract, picture, text, pictureFirst, grammar, prefix: null, retries, cancellationToken);
    }

    /// <summary>Asks for the place of something: the answer is begun so far that only two numbers remain.</summary>
    public async Task<ActionAnswer> PointAsync(
        ActionContract contract, SeenPicture picture, string what, CancellationToken cancellationToken)
    {
        var prefix = ClickPrefix(contract);
        var grammar = ActionGrammar.WriteClick(prefix, picture.Map.Model);
        var answer = await SendAsync(
            contract, picture, what, pictureFirst: true, grammar, prefix, [], cancellationToken).ConfigureAwait(false);

        // a client that knows no prefix writes the whole call
        answer = answer.TrimStart();
        answer = answer.StartsWith('<') || answer.StartsWith('{') ? answer : prefix + answer;
        return contract.Read(answer, picture.Map.Model, picture.Map.Picture);
    }

    private static string ClickPrefix(ActionContract contract) =>
        $"<tool_call>\n{{\"name\": \"{contract.Name}\", \"arguments\": {{\"action\": "
        + $"\"{(contract.Kind == ScreenKind.Phone ? "click" : "left_click")}\", \"coordinate\": [";

    private async Task<string> SendAsync(
        ActionContract contract, SeenPicture picture, string text, bool pictureFirst, string grammar, string? prefix,
        IEnumerable<ChatMessage> retries, CancellationToken cancellationToken)
    {
        // only the local client renders the tool itself: its tokenizer lets no text of a message become a control token
        var tool = options.Form == PromptForm.Full ? contract.DescribeTool(picture.Map.Model) : null;
        var system = tool is null || asker.IsLocal ? options.SystemText : ActionPrompt.SystemText(options.SystemText, tool);
        IReadOnlyList<AIContent> question = pictureFirst
            ? [picture.ToContent(), new TextContent(text)]
            : [new TextContent(text), picture.ToContent()];
        var answer = await asker.AskAsync(
            new ModelQuestion(system, question, options.MaxOutputTokens)
            {
                Sequel = retries,
                Grammar = grammar,
                GrammarSchemas = ActionGrammar.Schemas,
                Prefix = prefix,
                ShownTool = asker.IsLocal ? tool : null,
            },
            cancellationToken).ConfigureAwait(false);
        return answer.Text;
    }
}
