using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using Qwen.Constraints;
using Qwen.Perception;
using Qwen.Perception.Reading;
using Qwen.Perception.Tests.Forms;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests;

public class ExtractTests
{
    private static readonly byte[] Picture = TestPicture.Encode(84, 56);

    [Fact]
    public async Task Printed_values_become_typed_ones()
    {
        var result = await ExtractAsync(
            """{"company": " Tea House ", "total": "$1,234.50", "items": "3", "date": "2026-11-23", "paid": true, "till": 7}""");
        Assert.Equal(
            new Receipt { Company = "Tea House", Total = 1234.50m, Items = 3, Date = new DateOnly(2026, 11, 23), Paid = true },
            result.Value);
        Assert.Empty(result.Missing);
        Assert.Empty(result.Unread);
        Assert.Equal("7", result.Fields["till"]);
    }

    [Fact]
    public async Task What_does_not_fit_or_is_absent_is_named()
    {
        var result = await ExtractAsync("""{"company": "", "total": "two or three", "items": 3.5, "date": "23/11/2026"}""");
        Assert.Equal(new Receipt(), result.Value);
        Assert.Equal(["company", "paid"], result.Missing);
        Assert.Equal(["total", "items", "date"], result.Unread);
        Assert.Equal("23/11/2026", result.Fields["date"]);
    }

    [Fact]
    public async Task Objects_and_lists_within_are_read()
    {
        var client = new FixedAnswerClient("""
            ```json
            {
                "number": "A-17",
                "kind": "creditnote",
                "Seller": {"name": "Tea House", "city": ""},
                "buyer": "none",
                "items": [
                    {"name": "Tea", "count": "2", "price": "$3.50"},
                    {"name": "Cake", "count": "a few", "price": 4}
                ],
                "tags": ["paid", "cash"],
            }
            ```
            """);
        var result = await new ReadingTasks(client).ExtractAsync(Picture, ReceiptJsonContext.Default.Invoice);

        var invoice = result.Value!;
        Assert.Equal(
            ("A-17", Invoice.InvoiceKind.CreditNote, new Invoice.Party("Tea House")),
            (invoice.Number, invoice.Kind!.Value, invoice.Seller!));
        Assert.Null(invoice.Buyer);
        Assert.Equal(
            [new() { Name = "Tea", Count = 2, Price = 3.50m }, new() { Name = "Cake", Price = 4 }], invoice.Items);
        Assert.Equal(["paid", "cash"], invoice.Tags);
        Assert.Equal(["seller.city"], result.Missing);
        Assert.Equal(["buyer", "items[1].count"], result.Unread);
        Assert.Equal("$3.50", result.Fields["items[0].price"]);
        Assert.Equal(
            """Extract the key-value information in the format:{"number": "", "kind": "Invoice" # or "CreditNote", "seller": {"name": "", "city": ""}, "buyer": {"name": "", "city": ""}, "items": [{"name": "", "count": "", "price": ""}], "tags": [""]}""",
            client.Messages[1].Text);
    }

    [Fact]
    public async Task A_required_value_that_is_missing_leaves_no_object()
    {
        var result = await new ReadingTasks(new FixedAnswerClient("""{"number": "", "tags": ["x"]}"""))
            .ExtractAsync(Picture, ReceiptJsonContext.Default.Invoice);
        Assert.Null(result.Value);
        Assert.Contains("number", result.Missing);
        Assert.Equal("x", result.Fields["tags[0]"]);
    }

    [Fact]
    public async Task A_schema_of_another_agent_is_read_and_enforced()
    {
        const string Schema = """
            {
                "type": "object",
                "properties": {
                    "shop": {"$ref": "#/$defs/shop"},
                    "currency": {"enum": ["EUR", "USD", null]},
                    "total": {"anyOf": [{"type": "number"}, {"type": "null"}]},
                    "paid": {"type": ["boolean", "null"]},
                    "lines": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}}}
                },
                "$defs": {"shop": {"type": "object", "properties": {"name": {"type": "string"}}}}
            }
            """;
        const string Answer =
            """{"shop": {"name": "Tea House"}, "currency": "EUR", "total": "12,50 €", "paid": true, "lines": [{"name": "Tea", "count": 2}]}""";
        var client = new FixedAnswerClient(Answer);
        var extract = new ReadingTasks(client).AsKernelPlugin()["extract"];
        var result = (await extract.InvokeAsync(new Kernel(), new KernelArguments { ["picture"] = Picture, ["schema"] = Schema }))
            .GetValue<ExtractResult<JsonObject>>()!;

        Assert.Equal(
            """{"shop":{"name":"Tea House"},"currency":"EUR","total":12.50,"paid":true,"lines":[{"name":"Tea","count":2}]}""",
            result.Value!.ToJsonString());
        var grammar = Grammar.FromNotation(LetterVocabulary.Instance, (string)client.Options!.AdditionalProperties!["grammar"]!);
        Assert.Null(LetterVocabulary.Refuses(grammar, Answer));
        Assert.All(
            new[] { ("EUR", "GBP"), (
                "true", "\"yes\""), ("\"count\"", "\"number\""), ("\"shop\"", "\"store\""), ("{\"name\": \"Tea\", \"count\": 2}", "2") },
            change =>
                Assert.NotNull(LetterVocabulary.Refuses(grammar, Answer.Replace(change.Item1, change.Item2, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("""{"type": "string"}""", "describes no object")]
    [InlineData("""{"type": "object"}""", "names no 'properties'")]
    [InlineData("""{"properties": {}}""", "names no keys")]
    [InlineData("""{"properties": {"a": {"$ref": "#"}}}""", "comes back to itself")]
    [InlineData("""{"properties": {"a": {"$ref": "#/$defs/b"}}}""", "does not hold")]
    [InlineData("""{"properties": {"a\"b": {"type": "string"}}}""", "use letters")]
    public async Task A_schema_that_cannot_be_read_comes_back_as_text(string schema, string message)
    {
        var extract = new ReadingTasks(new FixedAnswerClient("{}")).AsKernelPlugin()["extract"];
        var result = await extract.InvokeAsync(new Kernel(), new KernelArguments { ["picture"] = Picture, ["schema"] = schema });
        Assert.Contains(message, result.GetValue<string>()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_found_on_the_lines_that_the_values_stand_on()
    {
        var client = new QueueClient(
            """{"company": "Tea House Ltd.", "total": "12.50", "date": "2026-11-23"}""",
            """
            [{"bbox_2d": [1, 1, 50, 9], "text_content": "TEA H0USE LTD"}, {"bbox_2d": [1, 20, 30, 29], "text_content": "12.00"},
             {"bbox_2d": [1, 30, 60, 39], "text_content": "Total: 12.50 EUR"}, {"bbox_2d": [40, 20, 60, 29], "text_content": "Thank you"}]
            """);
        var steps = new List<QwenProgress>();
        var result = await new ReadingTasks(client, new QwenPictureOptions { Progress = new ListProgress(steps) })
            .ExtractAsync(Picture, ReceiptJsonContext.Default.Receipt, locate: true);
        Assert.Equal(new DocumentBox(1, 1, 50, 9), result.Boxes["company"]);
        Assert.Equal(new DocumentBox(1, 30, 60, 39), result.Boxes["total"]);
        Assert.Null(result.Boxes["date"]);
        Assert.Equal([(0, 2), (1, 2), (2, 2)], steps.Select(step => (step.Done, step.Total)));
    }

    private sealed class ListProgress(List<QwenProgress> steps) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => steps.Add(value);
    }

    private static Task<ExtractResult<Receipt>> ExtractAsync(string answer) =>
        new ReadingTasks(new FixedAnswerClient(answer)).ExtractAsync(Picture, ReceiptJsonContext.Default.Receipt);
}
