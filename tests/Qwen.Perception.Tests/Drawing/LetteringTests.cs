using System.Globalization;
using System.Text;
using Qwen.Perception.Drawing;
using Qwen.Shared.Lettering;
using SkiaSharp;

namespace Qwen.Perception.Tests.Drawing;

/// <summary>Labels in all scripts: written in the order in which they are read, or told by a number.</summary>
public class LetteringTests
{
    [Theory]
    [InlineData("plain text 1.5", "plain text 1.5")]
    [InlineData("שלום", "םולש")]
    [InlineData("שלום 12.5", "12.5 םולש")]
    [InlineData("שלום world 12.5", "world 12.5 םולש")]
    [InlineData("(שלום)", "(םולש)")]
    [InlineData("price: שקל 20", "price: 20 לקש")]
    [InlineData("a שלום b", "a םולש b")]
    public void Lines_from_the_right_are_turned_round_but_not_their_numbers(string text, string seen) =>
        Assert.Equal(seen, VisualOrder.Of(text));

    [Fact]
    public void Marks_stay_behind_their_letter() => Assert.Equal("בִאָ", VisualOrder.Of("אָבִ"));

    /// <summary>Unicode says of each form which letter it is of, and which form.</summary>
    [Theory]
    [InlineData("سيارة", "initial medial final isolated isolated")]
    [InlineData("باب", "initial final isolated")]
    [InlineData("سلام", "initial final isolated")]
    [InlineData("لا", "isolated")]
    [InlineData("گربه", "initial final initial final")]
    public void Arabic_letters_are_joined(string text, string forms)
    {
        var joined = ArabicLetters.Join(text);
        Assert.Equal(text, joined.Normalize(NormalizationForm.FormKC));
        Assert.All(joined, letter => Assert.Equal(UnicodeCategory.OtherLetter, char.GetUnicodeCategory(letter)));
        Assert.Equal(forms, string.Join(' ', joined.Select(FormOf)));
    }

    [Fact]
    public void Every_form_of_every_letter_is_of_that_letter()
    {
        for (var letter = 0x621; letter <= 0x6D2; letter++)
        {
            var alone = ArabicLetters.Join($"{(char)letter}");
            Assert.Single(alone);
            if (alone[0] == letter)
                continue;
            foreach (var text in new[] { $"{(char)letter}", $"ب{(char)letter}", $"{(char)letter}ب", $"ب{(char)letter}ب" })
                Assert.Equal(text, ArabicLetters.Join(text).Normalize(NormalizationForm.FormKC));
        }
    }

    [Fact]
    public void Letters_kept_apart_are_not_joined() =>
        Assert.Equal("\uFEE3\uFEF0\u200C\uFEA7\uFEEE", ArabicLetters.Join("می\u200Cخو".Replace('ی', 'ى')));

    [Theory]
    [InlineData("कि", "िक")]
    [InlineData("बिल्ली", "िबल्ली")]
    [InlineData("கொ", "ெகா")]
    [InlineData("car", "car")]
    public void Vowels_written_before_their_consonant_stand_there(string text, string seen) => Assert.Equal(seen, IndicLetters.Order(text));

    /// <summary>Whatever fonts a machine has: a letter is drawn with one that has it, or not at all.</summary>
    [Theory]
    [InlineData("蓝色汽车")]
    [InlineData("سيارة حمراء (2024)")]
    [InlineData("कुत्ता")]
    [InlineData("🚗 👩‍🚀 emoji")]
    [InlineData("ខ្មែរ")]
    [InlineData("Ελληνικά, Русский, ไทย")]
    [InlineData("\uE123 private")]
    [InlineData("𓀀")]
    public void A_label_is_written_with_letters_or_is_a_number(string label)
    {
        var plan = FindingsPlan.Create(
            800,
            600,
            1,
            [
                new() { X1 = 100, Y1 = 100, X2 = 300, Y2 = 300, Label = "first" },
                new() { X1 = 400, Y1 = 100, X2 = 600, Y2 = 300, Label = label },
            ],
            []);

        var finding = plan.Findings[1];
        var isWritable = ArabicLetters.Join(label).Normalize(NormalizationForm.FormD).EnumerateRunes()
            .Where(rune => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
            .All(rune => FontBook.Find(rune.Value) is not null && !IndicLetters.IsBeyond(rune.Value));
        Assert.Equal(isWritable, finding.Lettered is not null);
        Assert.Equal(!isWritable, finding.Label!.IsNumber);
        Assert.Equal(isWritable ? 0 : 1, plan.Legend.Entries.Count);
    }

    [Fact]
    public void A_font_that_is_found_has_the_letter()
    {
        foreach (var letter in "aЖαא汉あ한กअ←€")
            Assert.True(FontBook.Find(letter) is not { } face || face.ContainsGlyph(letter));
        Assert.Null(FontBook.Find(0xE123));
    }

    [Fact]
    public void Digits_are_drawn_without_any_font()
    {
        using var bitmap = new SKBitmap(400, 60);
        using var canvas = new SKCanvas(bitmap);
        var seen = new HashSet<string>();
        foreach (var digit in "0123456789-:.")
        {
            Assert.True(DigitStrokes.Has(digit));
            bitmap.Erase(SKColors.White);
            DigitStrokes.Draw(canvas, digit.ToString(), 10, 50, 40, SKColors.Black);
            var dark = Enumerable.Range(0, 60 * 60).Where(i => bitmap.GetPixel(i % 60, i / 60).Red < 128).ToArray();
            Assert.NotEmpty(dark);
            Assert.All(dark, i => Assert.InRange(i % 60, 8, 10 + (int)DigitStrokes.Width("0", 40)));
            seen.Add(string.Join(',', dark));
        }

        Assert.Equal(13, seen.Count);
    }

    [Fact]
    public void A_text_wider_than_its_room_ends_in_an_ellipsis_within_it()
    {
        var whole = LetteredText.TryPrepare("a rather long label of many words", 20, 10_000)!;
        var cut = LetteredText.TryPrepare("a rather long label of many words", 20, 150)!;
        Assert.True(whole.Width(20) > 200);
        Assert.InRange(cut.Width(20), 75, 150);
        Assert.Equal(whole.Width(20) * 2, whole.Width(40), 0.5f);
    }

    private static string FormOf(char letter)
    {
        var code = (int)letter;
        if (code >= 0xFEF5)
            return code % 2 == 1 ? "isolated" : "final";
        string[] names = ["isolated", "final", "initial", "medial"];

        // how far behind the first form of the same letter it is
        var first = code;
        var plain = letter.ToString().Normalize(NormalizationForm.FormKC);
        while (((char)(first - 1)).ToString().Normalize(NormalizationForm.FormKC) == plain)
            first--;
        return names[code - first];
    }
}
