using Microsoft.Extensions.AI;
using Qwen.Screens.Contract;
using Qwen.Screens.Dialects;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Screens.Agent;

/// <summary>Shows a screen to a model and asks for one action. Thread-safe.</summary>
/// <param name="client">Any client.</param>
/// <param name="options">Prompt form, sizes and limits.</param>
internal sealed class ActionAsker(IChatClient client, ScreenAgentOptions options)
{
    private readonly ModelAsker asker = new(client);
    private readonly QwenProfile? named = options.Profile is { } profile ? QwenProfile.Find(profile) : null;

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
        return await asker.SeeAsync(
            picture, options.MinPixels ?? named?.MinPixels, options.MaxPixels ?? named?.MaxPixels, largest, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>How the model is asked where it has a contract of its own; null where it knows ours.</summary>
    public async ValueTask<ScreenProfile?> FindProfileAsync(CancellationToken cancellationToken) => options.Form == PromptForm.Short
        ? null
        : (named ?? (await asker.FindModelAsync(cancellationToken).ConfigureAwait(false))?.Profile)?.Screens;

    /// <summary>Asks a model with a contract of its own for the next action.</summary>
    /// <param name="profile">How it is asked.</param>
    /// <param name="kind">What the screen is.</param>
    /// <param name="picture">The screen.</param>
    /// <param name="task">The task.</param>
    /// <param name="answers">The answers so far.</param>
    /// <param name="remark">What happened to the last of them, where the model has to know; null for nothing.</param>
    /// <param name="failed">Answers to the same question that could not be carried out, and why.</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    /// <exception cref="QwenException">The model was not trained on such screens.</exception>
    public async Task<ActionAnswer> AskAsync(
        ScreenProfile profile, ScreenKind kind, SeenPicture picture, string task, IReadOnlyList<string> answers, string? remark,
        IEnumerable<ActionAnswer> failed, CancellationToken cancellationToken)
    {
        var (first, sequel) = DialectPrompt.Messages(profile, kind, task, answers, remark, picture, Now);
        var retries = failed.SelectMany(answer => new[]
        {
            new ChatMessage(ChatRole.Assistant, answer.RawText), new ChatMessage(ChatRole.User, ActionPrompt.Problem(answer.Problem!)),
        });
        return await AskAsync(profile, kind, picture, first, [.. sequel, .. retries], cancellationToken).ConfigureAwait(false);
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
        if (await FindProfileAsync(cancellationToken).ConfigureAwait(false) is { } profile)
        {
            return await AskAsync(
                profile, contract.Kind, picture, DialectPrompt.Place(profile, what, picture, Now), [], cancellationToken)
                .ConfigureAwait(false);
        }

        var prefix = ClickPrefix(contract);
        var grammar = ActionGrammar.WriteClick(prefix, picture.Map.Model);
        var answer = await SendAsync(
            contract, picture, what, pictureFirst: true, grammar, prefix, [], cancellationToken).ConfigureAwait(false);

        // a client that knows no prefix writes the whole call
        answer = answer.TrimStart();
        answer = answer.StartsWith('<') || answer.StartsWith('{') ? answer : prefix + answer;
        return contract.Read(answer, picture.Map.Model, picture.Map.Picture);
    }

    private DateTimeOffset Now => (options.Clock ?? TimeProvider.System).GetLocalNow();

    private async Task<ActionAnswer> AskAsync(
        ScreenProfile profile, ScreenKind kind, SeenPicture picture, IReadOnlyList<AIContent> content, IEnumerable<ChatMessage> sequel,
        CancellationToken cancellationToken)
    {
        var dialect = Dialect.Find(profile.Contract);
        var system = DialectPrompt.SystemText(profile, picture.Map.Model, Now) ?? options.SystemText;
        var answer = await asker.AskAsync(
            new ModelQuestion(system, content, options.MaxOutputTokens) { Sequel = sequel }, cancellationToken).ConfigureAwait(false);
        return DialectReader.Read(dialect, answer.Text, picture.Map, kind);
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
