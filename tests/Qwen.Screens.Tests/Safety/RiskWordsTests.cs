using Qwen.Screens;
using Qwen.Screens.Safety;

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
    [InlineData("Notes", ScreenRisk.Reversible)]
    [InlineData("Display", ScreenRisk.Reversible)]
    [InlineData("Wi-Fi", ScreenRisk.Reversible)]
    [InlineData("Orders", ScreenRisk.Reversible)]
    [InlineData("Paying guests", ScreenRisk.Reversible)]
    [InlineData("日记", ScreenRisk.Reversible)]
    [InlineData("", ScreenRisk.Reversible)]
    public void Words_tell_what_a_control_does(string label, ScreenRisk risk) => Assert.Equal(risk, RiskWords.Classify(label));

    [Fact]
    public void The_most_serious_word_counts() => Assert.Equal(ScreenRisk.Pay, RiskWords.Classify("OK, delete and pay"));
}
