using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Forms;
using Qwen.Perception.Parsing;
using Qwen.Perception.Pictures;
using Qwen.Perception.Reading;
using Qwen.Perception.Reading.Numbers;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.Shared.Functions;
using Qwen.VisionLanguage;

namespace Qwen.Perception;

/// <summary>Reads text, lines with their places, fields and tables from a picture.</summary>
/// <inheritdoc cref="GroundingTasks" path="/remarks"/>
public sealed class ReadingTasks
{
    private const int MaxKeys = 100;

    private readonly PictureAsker asker;

    /// <summary>Makes the tasks over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sizes and limits; null for the defaults.</param>
    public ReadingTasks(IChatClient client, QwenPictureOptions? options = null) =>
        asker = new PictureAsker(client ?? throw new ArgumentNullException(nameof(client)), options ?? new QwenPictureOptions());

    /// <summary>
    /// The functions as tools of a chat client, an agent or an MCP server: <c>reading_…</c>. Mistakes come back as
    /// <see cref="ErrorContent"/>.
    /// </summary>
    /// <returns>One for each method that a model can call; pictures they return are <see cref="DataContent"/>, all else is JSON.</returns>
    public IReadOnlyList<AIFunction> AsTools() => TaskTools.Create(this, "reading");

    /// <summary>Reads all text.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="tiles">Whether to look at a large picture part by part, for text that is small in it; see
    /// <see cref="QwenPictureOptions.Tiles"/>.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("read_text")]
    [Description("Reads all the text in a picture.")]
    [return: Description("The lines of text in reading order.")]
    public async Task<TextResult> ReadTextAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("True to look at a large picture part by part: slower, for text that is small in it.")] bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        if (tiles)
        {
            var (whole, lines) = await SpotAsync(picture, tiles, cancellationToken).ConfigureAwait(false);
            return whole.Complete(new TextResult { Lines = [.. lines.Select(line => line.Label)] });
        }

        var answer = await asker.AskAsync(picture, ReadingPrompts.Text, null, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new TextResult { Lines = LineParser.Parse(answer.Text) });
    }

    /// <summary>Reads all text and says where each line stands.</summary>
    /// <inheritdoc cref="ReadTextAsync"/>
    [DisplayName("spot_lines")]
    [Description("Reads all the text in a picture and says where each line stands.")]
    [return: Description("Lines of text, each with its box in pixels of the picture.")]
    public async Task<SpottedTextResult> SpotLinesAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("True to look at a large picture part by part: slower, for text that is small in it.")] bool tiles = false,
        CancellationToken cancellationToken = default)
    {
        var (answer, lines) = await SpotAsync(picture, tiles, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new SpottedTextResult { Lines = lines });
    }

    /// <summary>Reads named fields from a document.</summary>
    /// <param name="picture">The picture of the document.</param>
    /// <param name="keys">What to read.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("extract_fields")]
    [Description("Reads named fields, such as date and total, from the picture of a receipt, form or other document.")]
    [return: Description("The values by key, as printed, and the keys that were not found.")]
    public async Task<FieldsResult> ExtractFieldsAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("The fields to read, for example ['company', 'date', 'total'].")] IReadOnlyList<string> keys,
        CancellationToken cancellationToken = default)
    {
        var shape = FieldShape.Group.OfTexts(PromptText.RequireKeys(keys, nameof(keys), MaxKeys));
        var (answer, read) = await ReadFieldsAsync(picture, shape, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new FieldsResult { Fields = read.Printed, Missing = read.Missing, Confidence = read.Confidence });
    }

    /// <summary>Reads a document into JSON by a schema.</summary>
    /// <param name="picture">The picture of the document.</param>
    /// <param name="schema">
    /// A JSON schema whose root is an object, as text, <see cref="JsonElement"/> or anything that is written as JSON. Objects and lists
    /// may stand within it; numbers are read from what is printed, also with a currency.
    /// </param>
    /// <param name="locate">Whether to find the lines on which the values stand, which takes a second question.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <exception cref="VisionLanguage.QwenException">The picture cannot be read, or the schema names no fields.</exception>
    public async Task<ExtractResult<JsonObject>> ExtractJsonAsync(
        MediaSource picture, object schema, bool locate = false, CancellationToken cancellationToken = default)
    {
        var (answer, read, boxes) = await ExtractAsync(picture, SchemaShape.Read(schema), locate, cancellationToken).ConfigureAwait(false);
        return Complete(answer, read, boxes, read.Value);
    }

    /// <summary>Reads a document into an object: its JSON member names are the fields that are asked for.</summary>
    /// <param name="picture">The picture of the document, as for the other functions.</param>
    /// <param name="type">How <typeparamref name="T"/> is written as JSON, best from a source-generated context.</param>
    /// <param name="locate">Whether to find the lines on which the values stand, which takes a second question.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <typeparam name="T">
    /// A type with texts, numbers (also printed with a currency), truth values, ISO dates and enumerations, and with lists and objects of
    /// such.
    /// </typeparam>
    /// <exception cref="VisionLanguage.QwenException">The picture cannot be read, or the type has no members.</exception>
    public async Task<ExtractResult<T>> ExtractAsync<T>(
        MediaSource picture, JsonTypeInfo<T> type, bool locate = false, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        var shape = SchemaShape.Read(JsonSerializer.SerializeToElement(type.GetJsonSchemaAsNode()));
        var (answer, read, boxes) = await ExtractAsync(picture, shape, locate, cancellationToken).ConfigureAwait(false);
        var value = TypedFields.Convert(read.Value, type, read.Unread);
        return Complete(answer, read, boxes, value);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="picture">The picture of the table.</param>
    /// <param name="format">How the model writes it down.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [DisplayName("read_table")]
    [Description("Reads a table from a picture.")]
    [return: Description("The rows of the table, each a list of cells.")]
    public async Task<TableResult> ReadTableAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("How the table is written down: Html where cells span rows or columns, else Markdown or Csv.")]
        TableFormat format = TableFormat.Html,
        CancellationToken cancellationToken = default)
    {
        var answer = await asker.AskAsync(
            picture,
            ReadingPrompts.Table(format),
            format == TableFormat.Html ? MarkupForms.Table : null,
            cancellationToken).ConfigureAwait(false);
        var table = TableParser.Parse(answer.Text);
        answer.Notes.AddAll(table.Repairs);
        if (table.Rows.Count == 0)
            answer.Notes.Add("The answer holds no table.");
        return answer.Complete(new TableResult
        {
            Rows = table.Rows,
            HasHeader = table.HasHeader,
            FurtherTables = table.Further,
        });
    }

    [DisplayName("extract")]
    [Description("Reads a document, such as an invoice, into JSON by a JSON schema: objects, lists of objects, texts, numbers.")]
    [return: Description(
        "The object in 'value', and by the path of each field what is printed, how sure the model is, and where it stands.")]
    private Task<ExtractResult<JsonObject>> ExtractAsync(
        [Description(PictureSource.Description)] MediaSource picture,
        [Description("The JSON schema of the object to read, whose root has 'properties'.")] JsonElement schema,
        [Description("True to be told where each value stands in the picture; takes longer.")] bool locate = false,
        CancellationToken cancellationToken = default) => ExtractJsonAsync(picture, schema, locate, cancellationToken);

    private async Task<(PictureAnswer Answer, FieldReader Read, IReadOnlyDictionary<string, DocumentBox?> Boxes)> ExtractAsync(
        MediaSource picture, FieldShape.Group shape, bool locate, CancellationToken cancellationToken)
    {
        var (image, note) = await asker.OpenAsync(picture, cancellationToken).ConfigureAwait(false);
        var questions = locate ? 2 : 1;
        asker.Options.Progress?.Report(new QwenProgress("Reading fields", 0, questions));
        var (answer, read) = await ReadFieldsAsync(image, shape, cancellationToken).ConfigureAwait(false);
        if (note is not null)
            answer.Notes.Add(note);
        IReadOnlyDictionary<string, DocumentBox?> boxes = new Dictionary<string, DocumentBox?>();
        if (locate)
        {
            asker.Options.Progress?.Report(new QwenProgress("Finding where they stand", 1, questions));
            var lines = await SpotLinesAsync(image, cancellationToken: cancellationToken).ConfigureAwait(false);
            boxes = FieldLocator.Find(read.Printed, lines.Lines);
        }

        asker.Options.Progress?.Report(new QwenProgress("Read", questions, questions));
        return (answer, read, boxes);
    }

    private Task<(PictureAnswer Answer, IReadOnlyList<LocatedBox> Lines)> SpotAsync(
        MediaSource picture, bool tiles, CancellationToken cancellationToken) =>
        new BoxFinder(asker, text: true)
            .FindAsync(picture, ReadingPrompts.Lines, FindingForms.Lines(asker.Options.MaxItems), tiles, cancellationToken);

    private async Task<(PictureAnswer Answer, FieldReader Read)> ReadFieldsAsync(
        MediaSource picture, FieldShape.Group shape, CancellationToken cancellationToken)
    {
        var limit = asker.Options.MaxItems;
        var habits = NumberHabits.Of(asker.Options);
        var answer = await asker.AskAsync(
            picture, ReadingPrompts.Fields(shape), shape.ToForm(limit), cancellationToken).ConfigureAwait(false);
        return (answer, FieldReader.Read(answer, shape, limit, habits));
    }

    private static ExtractResult<T> Complete<T>(
        PictureAnswer answer, FieldReader read, IReadOnlyDictionary<string, DocumentBox?> boxes, T? value)
        where T : class => answer.Complete(new ExtractResult<T>
        {
            Value = value,
            Unread = read.Unread,
            Fields = read.Printed,
            Missing = read.Missing,
            Confidence = read.Confidence,
            Boxes = boxes,
        });
}
