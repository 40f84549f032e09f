using System.Globalization;
using Qwen.Perception.Reading.Numbers;

namespace Qwen.Perception.Tests.Reading;

public class NumberReaderTests
{
    [Theory]
    [InlineData("12", "12")]
    [InlineData("$293.49", "293.49")]
    [InlineData("1.234,50 €", "1234.50")]
    [InlineData("12,50", "12.50")]
    [InlineData("-3.0", "-3.0")]
    [InlineData("8.00<全>", "8.00")]
    [InlineData("<b>8.00</b>", "8.00")]
    [InlineData("合计12.50元", "12.50")]
    [InlineData("Total: 12.50", "12.50")]
    [InlineData("Total .......... 12.50", "12.50")]
    [InlineData("Total.....12.50", "12.50")]
    [InlineData("12 m²", "12")]
    public void A_number_stands_among_other_signs(string text, string number) => AssertRead(number, text);

    [Theory]
    [InlineData("(12.50)", "-12.5")]
    [InlineData("(€ 12,50)", "-12.5")]
    [InlineData("€(12,50)", "-12.5")]
    [InlineData("(12.50) EUR", "-12.5")]
    [InlineData("（12.50）", "-12.5")]
    [InlineData("(-12.50)", "-12.5")]
    [InlineData("−12.50", "-12.5")]
    [InlineData("–12.50", "-12.5")]
    [InlineData("－12.50", "-12.5")]
    [InlineData("- 12.50", "-12.5")]
    [InlineData("-€ 12,50", "-12.5")]
    [InlineData("- € 12,50", "-12.5")]
    [InlineData("€ -12,50", "-12.5")]
    [InlineData("€−12.50", "-12.5")]
    [InlineData("EUR -12.50", "-12.5")]
    [InlineData("-$12.50", "-12.5")]
    [InlineData("12.50-", "-12.5")]
    [InlineData("12,50 −", "-12.5")]
    [InlineData("12,50- €", "-12.5")]
    [InlineData("12,50 €-", "-12.5")]
    [InlineData("Rabatt: -12,50", "-12.5")]
    [InlineData("Discount -12.50", "-12.5")]
    [InlineData("minus 12.50", "-12.5")]
    [InlineData("△12,500.5", "-12500.5")]
    [InlineData("▲ 12.50", "-12.5")]
    [InlineData("▼12.50", "-12.5")]
    [InlineData("➖12.50", "-12.5")]
    [InlineData("USD (12.50)", "-12.5")]
    [InlineData("(12,50 €)", "-12.5")]
    [InlineData("\u202d-12.50\u202c", "-12.5")]
    [InlineData("-½", "-0.5")]
    [InlineData("¥1,200-", "1200")]
    [InlineData("1,200円-", "1200")]
    [InlineData("-¥1,200", "-1200")]
    [InlineData("¥12.50-", "-12.5")]
    [InlineData("-.50", "-0.5")]
    [InlineData("-0.00", "0")]
    [InlineData("+12.50", "12.5")]
    [InlineData("€ +12.50", "12.5")]
    public void A_sign_counts_wherever_it_stands(string text, string number) => AssertRead(number, text);

    [Theory]
    [InlineData(".50", "0.5")]
    [InlineData(",50", "0.5")]
    [InlineData("$.50", "0.5")]
    [InlineData("€,5", "0.5")]
    [InlineData("0,750 kg", "0.75")]
    [InlineData("0.750", "0.75")]
    [InlineData("1,5", "1.5")]
    [InlineData("1,5000", "1.5")]
    [InlineData("1,23456", "1.23456")]
    [InlineData("1234,567", "1234.567")]
    [InlineData("1234.567", "1234.567")]
    [InlineData("3.14159265", "3.14159265")]
    [InlineData("12·50", "12.5")]
    [InlineData("12．50", "12.5")]
    [InlineData("12,- €", "12")]
    [InlineData("12,-- €", "12")]
    [InlineData("12.–", "12")]
    [InlineData("12.", "12")]
    public void Decimals_have_any_mark_and_any_number_of_digits(string text, string number) => AssertRead(number, text);

    [Theory]
    [InlineData("1.234.567 €", "1234567")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("1,234,567.89", "1234567.89")]
    [InlineData("1.234.567,89", "1234567.89")]
    [InlineData("3 038,14 EUR", "3038.14")]
    [InlineData("3\u00A0038,14", "3038.14")]
    [InlineData("3\u202F038", "3038")]
    [InlineData("3\u2009038.14", "3038.14")]
    [InlineData("1 234 567", "1234567")]
    [InlineData("1_234_567", "1234567")]
    [InlineData("1_234.50", "1234.5")]
    [InlineData("1ʼ000ʼ000", "1000000")]
    [InlineData("1‘000‘000", "1000000")]
    [InlineData("๑,๒๓๔.๕", "1234.5")]
    [InlineData("1 299:-", "1299")]
    [InlineData("1 299,- Kč", "1299")]
    [InlineData("税込1,200円", "1200")]
    [InlineData("12元整", "12")]
    [InlineData("1'234.50", "1234.5")]
    [InlineData("CHF 1’234’567.50", "1234567.5")]
    [InlineData("1´234,50", "1234.5")]
    [InlineData("42'987,56", "42987.56")]
    [InlineData("-54,23", "-54.23")]
    [InlineData("2.500,00", "2500")]
    [InlineData("12,34,567.50", "1234567.5")]
    [InlineData("₹1,23,45,678", "12345678")]
    [InlineData("١٢٫٥٠", "12.5")]
    [InlineData("١٬٢٣٤٫٥٠", "1234.5")]
    [InlineData("۱۲۳", "123")]
    [InlineData("１，２３４．５０", "1234.5")]
    [InlineData("￥１２０", "120")]
    [InlineData("१२३.५", "123.5")]
    public void Groups_are_parted_as_anywhere(string text, string number) => AssertRead(number, text);

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("1.5E+3", "1500")]
    [InlineData("2,5e-2", "0.025")]
    [InlineData("½", "0.5")]
    [InlineData("1½", "1.5")]
    [InlineData("2 ¼", "2.25")]
    [InlineData("US$ 12.50", "12.5")]
    [InlineData("R$ 1.234,56", "1234.56")]
    [InlineData("Rs.500", "500")]
    [InlineData("Fr. 12.50", "12.5")]
    [InlineData("12,50 zł", "12.5")]
    [InlineData("R12.50", "12.5")]
    [InlineData("2.50/kg", "2.5")]
    [InlineData("5千克", "5")]
    public void Exponents_fractions_and_currencies_are_read(string text, string number) => AssertRead(number, text);

    [Theory]
    [InlineData("1.5k", "1500")]
    [InlineData("1,5 k", "1500")]
    [InlineData("$1.5M", "1500000")]
    [InlineData("€ 3,2 Mio.", "3200000")]
    [InlineData("3,2 Mio. €", "3200000")]
    [InlineData("2 Mrd. EUR", "2000000000")]
    [InlineData("12 TEUR", "12000")]
    [InlineData("12 k€", "12000")]
    [InlineData("2.5 million", "2500000")]
    [InlineData("1.5万円", "15000")]
    [InlineData("3억 원", "300000000")]
    [InlineData("5 lakh", "500000")]
    [InlineData("-1.5k", "-1500")]
    public void A_multiple_is_read_and_said(string text, string number)
    {
        var read = NumberReader.Read(text, new NumberHabits());
        Assert.Equal(Parse(number), read.Value);
        Assert.Contains("multiple", read.Note);
    }

    [Theory]
    [InlineData("O,50", "letters")]
    [InlineData("1.OO", "letters")]
    [InlineData("12O", "letters")]
    [InlineData("5OO", "letters")]
    [InlineData("l2.50", "letters")]
    [InlineData("No.5", "letters")]
    [InlineData("?5.00", "letters")]
    [InlineData("10²", "letters")]
    [InlineData("3 of 4", "several")]
    [InlineData("1O5", "several")]
    [InlineData("10-12", "several")]
    [InlineData("1/2", "several")]
    [InlineData("2026-11-23", "several")]
    [InlineData("1.2.3", "marks")]
    [InlineData("1,2,3", "marks")]
    [InlineData("1.234,567,890", "marks")]
    [InlineData("12,3456,78", "marks")]
    [InlineData("Total - 12.50", "negative")]
    [InlineData("12.50 - net", "negative")]
    [InlineData("A-12.50", "negative")]
    [InlineData("Total (12.50)", "negative")]
    [InlineData("-12.50-", "negative")]
    [InlineData("(12.50", "negative")]
    [InlineData("12.50 CR", "negative")]
    [InlineData("CR 12.50", "negative")]
    [InlineData("[12.50]", "negative")]
    [InlineData("12:50 kr", "several")]
    [InlineData("12€50", "several")]
    [InlineData("1.23×10^3", "several")]
    [InlineData("1_23", "several")]
    [InlineData("1.234'56", "marks")]
    [InlineData("0x1F", "several")]
    [InlineData("12..50", "several")]
    [InlineData("<5", "bound")]
    [InlineData("~12.50", "bound")]
    [InlineData("±3", "bound")]
    [InlineData("100+", "bound")]
    [InlineData("1.5m", "multiple")]
    [InlineData("$5B", "multiple")]
    [InlineData("5 billion", "multiple")]
    [InlineData("k€ 5", "letters")]
    [InlineData("in TEUR: 5", "multiple")]
    [InlineData("99999999999999999999999999999999", "large")]
    [InlineData("1e99", "large")]
    [InlineData("1e-99", "small")]
    public void What_is_not_certain_is_unread_and_the_note_says_why(string text, string why)
    {
        var read = NumberReader.Read(text, new NumberHabits());
        Assert.Null(read.Value);
        Assert.Contains(why, read.Note);
    }

    [Theory]
    [InlineData("ca. 12.50", "12.5", "estimate")]
    [InlineData("approx. $12.50", "12.5", "estimate")]
    [InlineData("max. 5 kg", "5", "estimate")]
    [InlineData("bis zu 5 €", "5", "estimate")]
    [InlineData("约12.5元", "12.5", "estimate")]
    [InlineData("50¢", "50", "hundredths")]
    [InlineData("50 Cent", "50", "hundredths")]
    [InlineData("80 коп", "80", "hundredths")]
    [InlineData("12,5 %", "12.5", "share")]
    public void What_changes_the_meaning_of_a_number_is_said(string text, string number, string why)
    {
        var read = NumberReader.Read(text, new NumberHabits());
        Assert.Equal(Parse(number), read.Value);
        Assert.Contains(why, read.Note);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("O,OO")]
    [InlineData("-")]
    public void What_holds_no_digit_is_no_number(string text) => Assert.Equal(default, NumberReader.Read(text, new NumberHabits()));

    [Theory]
    [InlineData("1,250", "1250", "1.25")]
    [InlineData("1.250", "1.25", "1250")]
    [InlineData("1.250 €", "1250", "1.25")]
    [InlineData("$1.250", "1250", "1.25")]
    [InlineData("KWD 1.250", "1.25", "1250")]
    public void What_is_ambiguous_is_read_as_is_likelier_and_said(string text, string number, string other)
    {
        var read = NumberReader.Read(text, new NumberHabits());
        Assert.Equal(Parse(number), read.Value);
        Assert.Contains($"could also be {other}", read.Note);
    }

    [Theory]
    [InlineData("1,250", "de-DE", "1.25")]
    [InlineData("1.250", "de-DE", "1250")]
    [InlineData("1.250", "en-US", "1.25")]
    [InlineData("1,250", "en-US", "1250")]
    [InlineData("1’250", "de-CH", "1250")]
    public void A_culture_that_was_told_decides(string text, string culture, string number)
    {
        var habits = NumberHabits.Of(new QwenPictureOptions { NumberCulture = CultureInfo.GetCultureInfo(culture) });
        Assert.Equal(new PrintedNumber(Parse(number)), NumberReader.Read(text, habits) with { Note = null });
        Assert.Null(NumberReader.Read(text, habits).Note);
    }

    [Fact]
    public void A_culture_that_the_print_contradicts_is_said()
    {
        var read = NumberReader.Read("12.50", new NumberHabits(DecimalMark: ','));
        Assert.Equal(12.5m, read.Value);
        Assert.Contains("although", read.Note);
    }

    [Fact]
    public void A_currency_that_was_told_decides_and_refuses_others()
    {
        var habits = NumberHabits.Of(new QwenPictureOptions { Currency = "eur" });
        Assert.Equal(new PrintedNumber(1250), NumberReader.Read("1.250", habits));
        Assert.Equal(new PrintedNumber(1250), NumberReader.Read("€ 1,250", habits));
        Assert.Equal(new PrintedNumber(null, "is not in EUR"), NumberReader.Read("$12.50", habits));
        Assert.Equal(new PrintedNumber(1.25m), NumberReader.Read("1.250", new NumberHabits(Currency: "KWD")));
        Assert.Throws<VisionLanguage.QwenException>(() => NumberHabits.Of(new QwenPictureOptions { Currency = "€" }));
    }

    private static void AssertRead(string number, string text)
    {
        var read = NumberReader.Read(text, new NumberHabits());
        Assert.True(
            Parse(number) == read.Value, $"'{text}' was read as {read.Value?.ToString(CultureInfo.InvariantCulture)} ({read.Note})");
    }

    private static decimal Parse(string number) => decimal.Parse(number, CultureInfo.InvariantCulture);
}
