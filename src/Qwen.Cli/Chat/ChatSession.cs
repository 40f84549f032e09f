using System.Diagnostics;
using Microsoft.Extensions.AI;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Chat;

/// <summary>A conversation: what was said, what is attached to the next question, and how answers are written.</summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class ChatSession(IChatClient client, ChatOptions options, CliConsole console)
{
    private readonly List<ChatMessage> history = [];
    private readonly List<AIContent> attachments = [];

    /// <summary>Puts a picture or video before the text of the next question.</summary>
    public void Attach(AIContent media) => attachments.Add(media);

    /// <summary>Forgets everything that was said and attached.</summary>
    public void Reset()
    {
        history.Clear();
        attachments.Clear();
    }

    /// <summary>Asks and writes the answer as it comes. An interrupted or failed question leaves no trace in the conversation.</summary>
    public async Task AskAsync(string text, CancellationToken cancellationToken)
    {
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
        console.Note(UsageLine.Format(answer, firstPiece ?? watch.Elapsed, watch.Elapsed));
    }
}
