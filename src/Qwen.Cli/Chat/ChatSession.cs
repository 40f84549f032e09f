using System.Diagnostics;
using Microsoft.Extensions.AI;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Cli.Chat;

/// <summary>A conversation: what was said, what is attached to the next question, and how answers are written.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class ChatSession(IChatClient client, ChatOptions options, CliConsole console, SeenPictures seen, bool isDemo)
{
    private const string AnotherModel = "name another as FOLDER";

    private readonly List<ChatMessage> history = [];
    private readonly List<AIContent> attachments = [];
    private bool isTold;

    /// <summary>Puts a picture or video before the text of the next question.</summary>
    /// <param name="media">The picture or video.</param>
    /// <param name="hints">How it will be prepared.</param>
    public void Attach(DataContent media, MediaHints hints)
    {
        attachments.Add(media);
        if (!media.HasTopLevelMediaType("image"))
            return;
        try
        {
            var picture = ImageDecoder.Decode(media.Data);
            seen.Add(media.Name ?? "the picture", picture.Size, hints);
            if (isDemo && PhotographGuess.IsLikely(picture))
                console.Note($"{media.Name}: {DemoModel.Unlearned("to look at photographs", AnotherModel)}");
        }
        catch (QwenException)
        {
            // the question says what is wrong with it
        }
    }

    /// <summary>Forgets everything that was said and attached.</summary>
    public void Reset()
    {
        history.Clear();
        attachments.Clear();
        seen.Clear();
        isTold = false;
    }

    /// <summary>Asks and writes the answer as it comes. An interrupted or failed question leaves no trace in the conversation.</summary>
    public async Task AskAsync(string text, CancellationToken cancellationToken)
    {
        if (isDemo && !isTold && attachments.Count == 0 && history.Count == 0)
        {
            isTold = true;
            console.Note(DemoModel.Unlearned("to converse, only to answer about a picture", AnotherModel));
        }

        var question = new ChatMessage(ChatRole.User, [.. attachments, new TextContent(text)]);
        List<ChatResponseUpdate> updates = [];
        var watch = Stopwatch.StartNew();
        TimeSpan? firstPiece = null;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([.. history, question], options, cancellationToken))
            {
                updates.Add(update);
                if (update.Text.Length == 0)
                    continue;
                firstPiece ??= watch.Elapsed;
                await console.Out.WriteAsync(update.Text);
                await console.Out.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            await console.Out.WriteLineAsync();
        }

        var answer = updates.ToChatResponse();
        history.Add(question);
        history.AddRange(answer.Messages);
        attachments.Clear();
        foreach (var line in seen.Describe(answer.Text))
            console.Note(line);
        console.Note(UsageLine.Format(answer, firstPiece ?? watch.Elapsed, watch.Elapsed));
    }
}
