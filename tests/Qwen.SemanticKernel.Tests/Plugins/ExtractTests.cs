using Qwen.SemanticKernel.Plugins;
using Qwen.SemanticKernel.Plugins.Reading;
using Qwen.SemanticKernel.Tests.Chat;

namespace Qwen.SemanticKernel.Tests.Plugins;

public class ExtractTests
{
    private static readonly byte[] Picture = Room.Encode(84, 56);

    [Fact]
    public async Task Printed_values_become_typed_ones()
    {
        var result = await ExtractAsync(
            """{"company": " Tea House ", "total": "$1,234.50", "items": "3", "date": "2026-11-23", "paid": true, "till": 7}""");
        Assert.Equal(
            new Receipt { Company = "Tea House", Total = 1234.50m, Items = 3, Date = new DateOnly(2026, 11, 23), Paid = true }, result.Value);
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

    [Theory]
    [InlineData("12", "12")]
    [InlineData("$293.49", "293.49")]
    [InlineData("1.234,50 €", "1234.50")]
    [InlineData("12,50", "12.50")]
    [InlineData("1,250", "1250")]
    [InlineData("-3.0", "-3.0")]
    [InlineData("8.00<全>", "8.00")]
    [InlineData("3 of 4", null)]
    [InlineData("none", null)]
    public void Numbers_are_read_as_printed(string text, string? number) =>
        Assert.Equal(number is null ? null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), FieldConverter.ReadNumber(text));

    private static Task<ExtractResult<Receipt>> ExtractAsync(string answer) =>
        new ReadingPlugin(new FixedAnswerClient(answer)).ExtractAsync(Picture, ReceiptJsonContext.Default.Receipt);
}
