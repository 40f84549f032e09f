using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;

namespace Qwen.Server.Serving;

/// <summary>Puts the pages of PDF files, as pictures, where the files stand: models see pages, not files.</summary>
internal static class DocumentPages
{
    /// <summary>Replaces the files in the messages.</summary>
    /// <param name="messages">The messages of one request; changed where there is a file.</param>
    /// <param name="maxPages">Most pages of a file.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    public static async Task UnfoldAsync(IReadOnlyList<ChatMessage> messages, int maxPages, CancellationToken cancellationToken)
    {
        foreach (var message in messages.Where(message => message.Contents.Any(IsPdf)))
        {
            var contents = new List<AIContent>();
            foreach (var content in message.Contents)
            {
                if (!IsPdf(content))
                {
                    contents.Add(content);
                    continue;
                }

                var file = (DataContent)content;
                await foreach (var page in PdfPages.RenderAsync(file.Data, maxPages, null, cancellationToken).ConfigureAwait(false))
                    contents.Add(new DataContent(page, "image/png") { AdditionalProperties = file.AdditionalProperties });
            }

            message.Contents = contents;
        }
    }

    private static bool IsPdf(AIContent content) => content is DataContent data && PdfPages.IsPdf(data.Data.Span);
}
