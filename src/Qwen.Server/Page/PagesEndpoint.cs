using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Server.OpenAI;
using Qwen.Server.Serving;

namespace Qwen.Server.Page;

/// <summary>Answers <c>POST /v1/pages</c>: the pages of a PDF file as pictures, to look at and to ask about one by one.</summary>
/// <param name="maxPages">Most pages of a file.</param>
internal sealed class PagesEndpoint(int maxPages)
{
    /// <summary>Answers one request with a data URI for each page.</summary>
    public async Task AnswerAsync(Visit visit)
    {
        var file = Read(JsonFields.Required(visit.Body.GetText("document"), "document"));
        await visit.Place.WaitAsync(visit.CancellationToken).ConfigureAwait(false);
        using var payload = new JsonPayload();
        payload.Writer.WriteStartObject();
        payload.Writer.WriteStartArray("pages");
        await foreach (var page in PdfPages.RenderAsync(file, maxPages, null, visit.CancellationToken).ConfigureAwait(false))
            payload.Writer.WriteStringValue(new DataContent(page, "image/png").Uri);
        payload.Writer.WriteEndArray();
        payload.Writer.WriteEndObject();
        visit.NoteFirstPiece();
        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    private static byte[] Read(string address)
    {
        try
        {
            var data = new DataContent(address).Data;
            if (PdfPages.IsPdf(data.Span))
                return data.ToArray();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // no data URI at all, or a damaged one: the same mistake
        }

        throw RequestException.Invalid("document", "'document' must be a PDF file: data:application/pdf;base64,…", "invalid_url");
    }
}
