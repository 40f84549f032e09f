using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.SemanticKernel.Plugins.Forms;
using Qwen.SemanticKernel.Plugins.Parsing;
using Qwen.SemanticKernel.Plugins.Pictures;
using Qwen.SemanticKernel.Plugins.Reading;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Reads text, lines with their places, fields and tables from a picture.</summary>
/// <inheritdoc cref="GroundingPlugin" path="/remarks"/>
public sealed class ReadingPlugin
{
    private const int MaxKeys = 100;

    private readonly PictureAsker asker;

    /// <summary>Makes the plugin over a client.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="options">Sizes and limits; null for the defaults.</param>
    public ReadingPlugin(IChatClient client, QwenPictureOptions? options = null)
        : this(new PictureAsker(client ?? throw new ArgumentNullException(nameof(client)), options ?? new QwenPictureOptions(), null))
    {
    }

    internal ReadingPlugin(PictureAsker asker) => this.asker = asker;

    /// <summary>Reads all text.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [KernelFunction("read_text")]
    [Description("Reads all the text in a picture.")]
    [return: Description("The lines of text in reading order.")]
    public async Task<TextResult> ReadTextAsync(
        [Description(PictureSource.Description)] object picture, CancellationToken cancellationToken = default)
    {
        var answer = await asker.AskAsync(picture, ReadingPrompts.Text, null, cancellationToken).ConfigureAwait(false);
        return answer.Complete(new TextResult { Lines = LineParser.Parse(answer.Text) });
    }

    /// <summary>Reads all text and says where each line stands.</summary>
    /// <inheritdoc cref="ReadTextAsync"/>
    [KernelFunction("spot_lines")]
    [Description("Reads all the text in a picture and says where each line stands.")]
    [return: Description("Lines of text, each with its box in pixels of the picture.")]
    public async Task<SpottedTextResult> SpotLinesAsync(
        [Description(PictureSource.Description)] object picture, CancellationToken cancellationToken = default)
    {
        var answer = await asker.AskAsync(picture, ReadingPrompts.Lines, FindingForms.Lines(asker.Options.MaxItems), cancellationToken).ConfigureAwait(false);
        var parsed = ItemParser.Parse(answer.Text);
        answer.Notes.AddAll(parsed.Repairs);
        if (!parsed.Understood)
            answer.Notes.Add("The answer holds no list of lines.");
        return answer.Complete(new SpottedTextResult { Lines = FindingMapper.MapBoxes(parsed.Items, answer.Map, asker.Options.MaxItems, answer.Notes) });
    }

    /// <summary>Reads named fields from a document.</summary>
    /// <param name="picture">The picture of the document.</param>
    /// <param name="keys">What to read.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [KernelFunction("extract_fields")]
    [Description("Reads named fields, such as date and total, from the picture of a receipt, form or other document.")]
    [return: Description("The values by key, as printed, and the keys that were not found.")]
    public async Task<FieldsResult> ExtractFieldsAsync(
        [Description(PictureSource.Description)] object picture,
        [Description("The fields to read, for example ['company', 'date', 'total'].")] IReadOnlyList<string> keys,
        CancellationToken cancellationToken = default)
    {
        var wanted = PromptText.RequireKeys(keys, nameof(keys), MaxKeys);
        var shape = FieldShape.Group.OfTexts(wanted);
        var answer = await asker.AskAsync(picture, ReadingPrompts.Fields(shape), shape.ToForm(asker.Options.MaxItems), cancellationToken).ConfigureAwait(false);
        var fields = ToText(ParseFields(answer));
        return answer.Complete(new FieldsResult
        {
            Fields = fields,
            Missing = FindMissing(wanted, fields),
        });
    }

    /// <summary>Reads a document into an object: its JSON member names are the fields that are asked for.</summary>
    /// <param name="picture">The picture of the document, as for the other functions.</param>
    /// <param name="type">How <typeparamref name="T"/> is written as JSON, best from a source-generated context.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    /// <typeparam name="T">A flat type: texts, numbers (also printed with a currency), truth values, ISO dates.</typeparam>
    /// <exception cref="VisionLanguage.QwenException">The picture cannot be read, or the type has no members.</exception>
    public async Task<ExtractResult<T>> ExtractAsync<T>(object picture, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        var wanted = PromptText.RequireKeys([.. type.Properties.Select(member => member.Name)], typeof(T).Name, MaxKeys);
        var shape = FieldShape.Group.OfTexts(wanted);
        var answer = await asker.AskAsync(picture, ReadingPrompts.Fields(shape), shape.ToForm(asker.Options.MaxItems), cancellationToken).ConfigureAwait(false);
        var parsed = ParseFields(answer);
        var fields = ToText(parsed);
        var value = FieldConverter.Convert(parsed, type, out var unread);
        return answer.Complete(new ExtractResult<T>
        {
            Value = value,
            Unread = unread,
            Fields = fields,
            Missing = FindMissing(wanted, fields),
        });
    }

    /// <summary>Reads a table.</summary>
    /// <param name="picture">The picture of the table.</param>
    /// <param name="format">How the model writes it down.</param>
    /// <param name="cancellationToken">Stops the answer within one step.</param>
    [KernelFunction("read_table")]
    [Description("Reads a table from a picture.")]
    [return: Description("The rows of the table, each a list of cells.")]
    public async Task<TableResult> ReadTableAsync(
        [Description(PictureSource.Description)] object picture,
        [Description("How the table is written down: Html where cells span rows or columns, else Markdown or Csv.")]
        TableFormat format = TableFormat.Html,
        CancellationToken cancellationToken = default)
    {
        var answer = await asker.AskAsync(picture, ReadingPrompts.Table(format), format == TableFormat.Html ? MarkupForms.Table : null, cancellationToken).ConfigureAwait(false);
        var table = TableParser.Parse(answer.Text);
        answer.Notes.AddAll(table.Repairs);
        if (table.Rows.Count == 0)
            answer.Notes.Add("The answer holds no table.");
        return answer.Complete(new TableResult
        {
            Rows = table.Rows,
            HasHeader = table.HasHeader,
        });
    }

    private List<KeyValuePair<string, JsonElement>> ParseFields(PictureAnswer answer)
    {
        var fields = FieldParser.Parse(answer.Text, out var repairs).ToList();
        answer.Notes.AddAll(repairs);
        if (fields.Count == 0)
            answer.Notes.Add("The answer holds no fields.");
        if (fields.Count > asker.Options.MaxItems)
        {
            answer.Notes.Add($"Left out what goes beyond {asker.Options.MaxItems} fields.");
            fields.RemoveRange(asker.Options.MaxItems, fields.Count - asker.Options.MaxItems);
        }

        return fields;
    }

    private static Dictionary<string, string> ToText(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        fields.ToDictionary(field => field.Key, field => ItemReader.ToText(field.Value), StringComparer.Ordinal);

    private static IReadOnlyList<string> FindMissing(IReadOnlyList<string> wanted, Dictionary<string, string> fields)
    {
        var answered = fields.Where(field => field.Value.Length > 0).Select(field => field.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. wanted.Where(key => !answered.Contains(key))];
    }
}
