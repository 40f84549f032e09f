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
            payload.Writer.WriteStringValue($"data:image/png;base64,{Convert.ToBase64String(page)}");
        payload.Writer.WriteEndArray();
        payload.Writer.WriteEndObject();
        visit.NoteFirstPiece();
        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    private static byte[] Read(string address)
    {
        const string Mark = ";base64,";
        var cut = address.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && cut >= 0)
        {
            var text = address.AsSpan(cut + Mark.Length);
            var bytes = new byte[text.Length];
            if (Convert.TryFromBase64Chars(text, bytes, out var length) && PdfPages.IsPdf(bytes.AsSpan(0, length)))
                return bytes[..length];
        }

        throw RequestException.Invalid("document", "'document' must be a PDF file: data:application/pdf;base64,…", "invalid_url");
    }
}
