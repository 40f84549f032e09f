using Qwen.Screens;
using Qwen.Screens.Safety;
using Qwen.Testing;

namespace Qwen.Screens.Tests.Safety;

public class RiskWordsTests
{
    [Theory]
    [InlineData("Pay $12.50", ScreenRisk.Pay)]
    [InlineData("PLACE ORDER", ScreenRisk.Pay)]
    [InlineData("Jetzt kaufen", ScreenRisk.Pay)]
    [InlineData("Überweisen", ScreenRisk.Pay)]
    [InlineData("确认支付", ScreenRisk.Pay)]
    [InlineData("購入する", ScreenRisk.Pay)]
    [InlineData("결제하기", ScreenRisk.Pay)]
    [InlineData("Оплатить", ScreenRisk.Pay)]
    [InlineData("Delete account", ScreenRisk.Delete)]
    [InlineData("Löschen", ScreenRisk.Delete)]
    [InlineData("Réinitialiser", ScreenRisk.Delete)]
    [InlineData("حذف", ScreenRisk.Delete)]
    [InlineData("Удалить", ScreenRisk.Delete)]
    [InlineData("Install", ScreenRisk.Install)]
    [InlineData("下载", ScreenRisk.Install)]
    [InlineData("Allow", ScreenRisk.Grant)]
    [InlineData("While using the app: Allow", ScreenRisk.Grant)]
    [InlineData("Call Anna", ScreenRisk.Call)]
    [InlineData("Send", ScreenRisk.Send)]
    [InlineData("Enviar", ScreenRisk.Send)]
    [InlineData("OK", ScreenRisk.Confirm)]
    [InlineData("P A Y", ScreenRisk.Pay)]
    [InlineData("P.a.y", ScreenRisk.Pay)]
    [InlineData("\u0420\u0430\u0443", ScreenRisk.Pay)]
    [InlineData("p\u200Ba\u00ADy", ScreenRisk.Pay)]
    [InlineData("\uFF30\uFF41\uFF59", ScreenRisk.Pay)]
    [InlineData("𝐏𝐚𝐲 now", ScreenRisk.Pay)]
    [InlineData("p4y", ScreenRisk.Pay)]
    [InlineData("De1ete", ScreenRisk.Delete)]
    [InlineData("\u0410ll\u043Ew", ScreenRisk.Grant)]
    [InlineData("Pay!", ScreenRisk.Pay)]
    [InlineData("Send!", ScreenRisk.Send)]
    [InlineData("\"Pay\"", ScreenRisk.Pay)]
    [InlineData("\u2018Pay\u2019", ScreenRisk.Pay)]
    [InlineData("'Delete'", ScreenRisk.Delete)]
    [InlineData("\U0001F4B3Pay", ScreenRisk.Pay)]
    [InlineData("Pay\U0001F4B3", ScreenRisk.Pay)]
    [InlineData("Pay$5", ScreenRisk.Pay)]
    [InlineData("Pay5", ScreenRisk.Pay)]
    [InlineData("5Pay", ScreenRisk.Pay)]
    [InlineData("PayNow", ScreenRisk.Pay)]
    [InlineData("buyNow", ScreenRisk.Pay)]
    [InlineData("P\u200Aa\u200Ay", ScreenRisk.Pay)]
    [InlineData("Pa\u200Ay", ScreenRisk.Pay)]
    [InlineData("place\u2009order", ScreenRisk.Pay)]
    [InlineData("p@y", ScreenRisk.Pay)]
    [InlineData("Pay\uD83D", ScreenRisk.Pay)]
    [InlineData("\U0001F4B3", ScreenRisk.Unknown)]
    [InlineData("\U0001F5D1\uFE0F", ScreenRisk.Unknown)]
    [InlineData("\u27A4", ScreenRisk.Unknown)]
    [InlineData("\u2026", ScreenRisk.Reversible)]
    [InlineData("+", ScreenRisk.Reversible)]
    [InlineData("7", ScreenRisk.Reversible)]
    [InlineData("Notes", ScreenRisk.Reversible)]
    [InlineData("Display", ScreenRisk.Reversible)]
    [InlineData("Wi-Fi", ScreenRisk.Reversible)]
    [InlineData("Orders", ScreenRisk.Reversible)]
    [InlineData("Paying guests", ScreenRisk.Reversible)]
    [InlineData("日记", ScreenRisk.Reversible)]
    [InlineData("", ScreenRisk.Reversible)]
    public void Words_tell_what_a_control_does(string label, ScreenRisk risk) => Assert.Equal(risk, RiskWords.Classify(label));

    public static TheoryData<string> Spelt =>
    [
        .. AttackSpellings.Words.SelectMany(word => AttackSpellings.All.Select(way => way.Write(word))), .. AttackSpellings.ForeignWords,
        .. AttackSpellings.Rare.Select(way => way.Label),
        "\U0001F17Fay", "\U0001F1F5ay", "\u13E2\u13AA\u13A9", "P\u0430y\u0441", "\u202Eyap",
    ];

    [Theory]
    [MemberData(nameof(Spelt))]
    public void No_spelling_is_taken_for_harmless(string label) => Assert.True(RiskWords.Classify(label) > ScreenRisk.Reversible, label);

    [Theory]
    [InlineData("Einstellungen")]
    [InlineData("Ρυθμίσεις")]
    [InlineData("Настройки")]
    [InlineData("การตั้งค่า")]
    [InlineData("सेटिंग")]
    [InlineData("الإعدادات")]
    [InlineData("הגדרות")]
    [InlineData("カレンダー設定")]
    [InlineData("Größe ändern (100 %)")]
    [InlineData("Notes, 12 of 30")]
    [InlineData("Wi-Fi 5 GHz")]
    [InlineData("Bluetooth & more…")]
    [InlineData("日本語 English")]
    [InlineData("25°")]
    [InlineData("12:30")]
    [InlineData("3 km²")]
    [InlineData("Green tea, € 3.50")]
    [InlineData("Færøerne, Łódź, Đà Nẵng, Malmö")]
    [InlineData("Ґанок і їжак")]
    [InlineData("What's new — AT&T")]
    [InlineData("C++")]
    [InlineData("A B C")]
    [InlineData("📝 Notes")]
    [InlineData("Hummus & Öl 100 %")]
    [InlineData("मौसम आज")]
    [InlineData("الطقس اليوم")]
    [InlineData("מזג האוויר היום")]
    public void Plain_labels_stay_harmless(string label) => Assert.Equal(ScreenRisk.Reversible, RiskWords.Classify(label));

    [Fact]
    public void The_most_serious_word_counts() => Assert.Equal(ScreenRisk.Pay, RiskWords.Classify("OK, delete and pay"));
}
