using System.Globalization;
using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>Tells from the words on a control what touching it may bring about. Letters that only look alike count as alike.</summary>
internal static class RiskWords
{
    // words of several languages, in lower case, without marks; an entry of several words is found in that order
    private static readonly (ScreenRisk Risk, string[] Words)[] Table =
    [
        (ScreenRisk.Pay, Split(
            "pay|payment|pay now|buy|buy now|purchase|order|place order|checkout|check "
            + "out|donate|subscribe|upgrade|bid|transfer|withdraw|top up|invest|tip|"
            + "bezahlen|zahlen|kaufen|bestellen|uberweisen|spenden|abonnieren|payer|acheter|commander|virement|s'abonner|pagar|"
            + "comprar|pedir|transferir|donar|"
            + "suscribirse|acquista|paga|pagamento|ordina|bonifico|abbonati|assinar|betalen|kopen|zaplac|kup|оплатить|"
            + "купить|заказать|перевести|"
            + "支付|付款|购买|購買|下单|下單|提交订单|转账|轉帳|充值|打赏|支払|支払う|購入|注文|振込|결제|구매|주문|송금|ادفع|دفع|شراء|thanh toan|mua")),
        (ScreenRisk.Delete, Split(
            "delete|remove|erase|wipe|reset|factory reset|clear|clear all|discard|empty "
            + "trash|uninstall|format|destroy|unsubscribe|deactivate|close account|"
            + "loschen|entfernen|zurucksetzen|verwerfen|deinstallieren|supprimer|effacer|reinitialiser|desinstaller|eliminar|borrar|"
            + "restablecer|desinstalar|"
            + "elimina|cancella|rimuovi|ripristina|disinstalla|excluir|apagar|remover|redefinir|verwijderen|usun|удалить|"
            + "стереть|сбросить|очистить|"
            + "删除|刪除|移除|清空|清除|重置|卸载|卸載|注销|削除|消去|初期化|アンインストール|삭제|제거|초기화|حذف|مسح|xoa")),
        (ScreenRisk.Install, Split(
            "install|update|update now|download|download now|get "
            + "app|sideload|installieren|aktualisieren|herunterladen|installer|telecharger|mettre a jour|"
            + "instalar|actualizar|descargar|installa|aggiorna|scarica|atualizar|baixar|installeren|zainstaluj|pobierz|"
            + "установить|обновить|скачать|"
            + "安装|安裝|更新|下载|下載|インストール|ダウンロード|설치|업데이트|다운로드|تثبيت|تنزيل|تحديث|cai dat|tai xuong")),
        (ScreenRisk.Grant, Split(
            "allow|allow all|grant|permit|enable access|give access|authorize|authorise|trust|sign in|log in|login|accept|accept "
            + "all|agree|consent|turn off protection|disable protection|"
            + "zulassen|erlauben|gewahren|zustimmen|akzeptieren|anmelden|autoriser|accepter|se "
            + "connecter|permitir|conceder|aceptar|autorizar|iniciar sesion|"
            + "consenti|accetta|autorizza|accedi|aceitar|entrar|toestaan|zezwol|разрешить|принять|войти|允许|允許|授权|授權|同意|登录|登錄|許可|同意する|ログイン|"
            + "허용|동의|로그인|السماح|موافق|قبول|cho phep|dong y")),
        (ScreenRisk.Call, Split(
            "call|call now|dial|video "
            + "call|emergency|sos|anrufen|notruf|appeler|llamar|marcar|chiama|ligar|bellen|zadzwon|позвонить|вызов|拨打|撥打|"
            + "呼叫|通话|電話|発信|전화|اتصال|goi")),
        (ScreenRisk.Send, Split(
            "send|send now|reply|reply all|forward|post|publish|share|submit|tweet|invite|upload|apply|report|"
            + "senden|absenden|antworten|veroffentlichen|teilen|einreichen|hochladen|envoyer|repondre|publier|partager|soumettre|"
            + "enviar|responder|publicar|"
            + "compartir|compartilhar|invia|rispondi|pubblica|condividi|verzenden|delen|wyslij|отправить|ответить|опубликовать|поделиться|"
            + "发送|發送|发布|發佈|回复|回覆|分享|提交|转发|轉發|送信|返信|投稿|共有|보내기|전송|게시|공유|제출|إرسال|نشر|مشاركة|gui")),
        (ScreenRisk.Confirm, Split(
            "ok|okay|yes|confirm|continue|proceed|done|next|finish|apply now|got it|verify|unlock|"
            + "tap here|click here|press here|claim|free|prize|win|winner|gift|reward|bonus|try now|open now|view offer|learn more|hier "
            + "klicken|cliquez ici|haz clic|clicca qui|点击这里|點擊|点击领取|ここをタップ|여기를|"
            + "ja|bestatigen|weiter|fortfahren|fertig|oui|confirmer|continuer|terminer|si|confirmar|continuar|siguiente|conferma|"
            + "continua|avanti|sim|seguinte|"
            + "bevestigen|tak|potwierdz|да|подтвердить|продолжить|далее|готово|确定|确认|確定|確認|继续|繼續|下一步|完成|领取|はい|確認する|続行|次へ|"
            + "확인|계속|다음|예|نعم|تأكيد|متابعة|xac nhan|tiep tuc")),
    ];

    // Cyrillic, Greek and other letters that look like Latin ones, and digits written for letters
    private const string Lookalikes =
        "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнnгrпnαaεeοoρpνvυuιiκkτtηnχxγyωwіiɑaɡgıiłløoðdßs0o1l3e4a5s7t@a$s|l!i";

    // signs written for letters, as in "p@y"
    private const string LetterSigns = "@$|!";

    // what stands alone on keys of a calculator or a dial, and on controls that only open, close or move
    private const string HarmlessSigns = "+-×÷=.,#*/%<>‹›←☰⋮…";

    /// <summary>
    /// The most serious thing that the words stand for; <see cref="ScreenRisk.Reversible"/> where they stand for nothing of the kind, and
    /// <see cref="ScreenRisk.Unknown"/> where there are none, only pictograms.
    /// </summary>
    public static ScreenRisk Classify(string label)
    {
        var plain = Fold(label);
        var parted = Fold(PartWords(label));
        var alike = Resemble(Fold(label, LetterSigns));
        var joined = plain.Replace(" ", "", StringComparison.Ordinal);
        foreach (var (risk, words) in Table.OrderByDescending(entry => entry.Risk))
        {
            if (words.Any(
                word => Holds(plain, word) || Holds(parted, word) || Holds(alike, word)
                    || joined == word.Replace(" ", "", StringComparison.Ordinal)))
                return risk;
        }

        return joined.Length == 0 && label.Any(c => !char.IsWhiteSpace(c) && !HarmlessSigns.Contains(c, StringComparison.Ordinal))
            ? ScreenRisk.Unknown
            : ScreenRisk.Reversible;
    }

    /// <summary>
    /// Lower case, compatibility forms replaced, marks and what cannot be seen removed, words parted by single blanks, blanks at both ends.
    /// </summary>
    /// <param name="label">The text.</param>
    /// <param name="signs">Signs that count as letters.</param>
    internal static string Fold(string label, string signs = "")
    {
        var result = new StringBuilder(" ");

        // half a surrogate pair cannot be normalised: as runes there is none
        foreach (var rune in string.Concat(label.EnumerateRunes()).Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark)
                continue;
            if (Rune.IsLetterOrDigit(rune) || (rune.IsBmp && signs.Contains((char)rune.Value, StringComparison.Ordinal)))
                result.Append(rune);
            else if (result[^1] != ' ')
                result.Append(' ');
        }

        var folded = result.ToString().TrimEnd().Normalize(NormalizationForm.FormC) + " ";
        var parts = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // letters set apart, as in "P A Y"
        return parts.Length > 1 && parts.All(part => part.Length == 1 && part[0] < 0x2E80) ? $" {string.Concat(parts)} " : folded;
    }

    // "PayNow" and "Pay5" hold the word as well as "Pay now" does
    private static string PartWords(string label)
    {
        var result = new StringBuilder(label.Length);
        for (var i = 0; i < label.Length; i++)
        {
            if (i > 0
                && ((char.IsLower(label[i - 1]) && char.IsUpper(label[i])) || (char.IsLetter(label[i - 1]) != char.IsLetter(label[i]))))
                result.Append(' ');
            result.Append(label[i]);
        }

        return result.ToString();
    }

    private static string Resemble(string folded)
    {
        var result = new StringBuilder(folded.Length);
        foreach (var c in folded)
        {
            var index = Lookalikes.IndexOf(c, StringComparison.Ordinal);
            result.Append(index >= 0 && index % 2 == 0 ? Lookalikes[index + 1] : c);
        }

        return result.ToString();
    }

    // scripts that write words without blanks are searched anywhere
    private static bool Holds(string folded, string word) =>
        folded.Contains(word[0] >= 0x2E80 ? word : $" {word} ", StringComparison.Ordinal);

    private static string[] Split(string words) => [.. words.Split('|').Select(word => Fold(word).Trim())];
}
