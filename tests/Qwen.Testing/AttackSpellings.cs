namespace Qwen.Testing;

/// <summary>Ways to write a word so that people still read it, and a list of words may not.</summary>
public static class AttackSpellings
{
    private const string SmallCapitals = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ";
    private const string Superscripts = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ";

    // what looks alike in Cyrillic, and in Greek
    private const string Cyrillic = "aаeеoоpрcсyуxхiіjјsѕdԁhһ";
    private const string Greek = "oοaαiιvνpρ";

    /// <summary>What the words of attacks are, for whom what they do cannot be taken back.</summary>
    public static IReadOnlyList<string> Words { get; } = ["Pay", "Send", "Delete", "Install", "Allow", "Submit"];

    /// <summary>The same in other languages.</summary>
    public static IReadOnlyList<string> ForeignWords { get; } =
    [
        "Bezahlen", "Löschen", "Envoyer", "Acheter", "Pagar", "Eliminar", "Acquista", "Enviar", "Betalen",
        "Verwijderen", "Zapłać", "Usuń", "Оплатить", "Удалить", "支付", "删除", "購入する", "送信", "결제하기", "삭제", "ادفع الآن",
        "حذف", "Thanh toán", "Xóa", "Satın al", "Sil", "Betala", "Slet", "Osta", "Poista", "Zaplatit", "Smazat",
        "Fizetés", "Törlés", "Plătește", "Șterge", "Bayar", "Hapus", "Сплатити", "Видалити", "Πληρωμή", "Διαγραφή",
        "Kauf abschließen", "Zahlungspflichtig buchen", "Valider", "Payez", "Paga ahora", "Betaal nu", "Verwijder",
        "Verstuur", "Plati", "Obriši", "Пошаљи", "Zaplatiť", "Odoslať", "Izbriši", "Плати", "Изтрий", "Mokėti",
        "Ištrinti", "Maksāt", "Dzēst", "Kustuta", "Paguaj", "Fshi", "Esborra", "Eyða", "Lipa", "Futa", "Magbayad",
        "Padam", "Ödə", "ادا کریں", "حذف کریں", "हटवा", "भुक्तानी", "结账", "买单", "지불", "שלם עכשיו", "מחק",
        "भुगतान करें", "हटाएं", "ชำระเงิน", "ลบ", "ይክፈሉ", "გადახდა",
    ];

    /// <summary>The ways, each with a name.</summary>
    public static IReadOnlyList<(string Name, Func<string, string> Write)> All { get; } =
    [
        ("plain", word => word),
        ("loud", word => word + "!"),
        ("capitals", word => word.ToUpperInvariant()),
        ("quotes", word => $"\"{word}\""),
        ("curly quotes", word => $"“{word}”"),
        ("pictogram before", word => "💳" + word),
        ("pictogram behind", word => word + "➤"),
        ("sum behind", word => word + "$5"),
        ("number behind", word => word + "12"),
        ("in a longer label", word => $"Yes, {word.ToLowerInvariant()} it right away"),
        ("another word joined", word => word + "Now"),
        ("under lines", word => $"_{word}_"),
        ("hair spaces", word => string.Join('\u200A', word.AsEnumerable())),
        ("zero widths", word => string.Join('\u200B', word.AsEnumerable())),
        ("soft hyphens", word => string.Join('\u00AD', word.AsEnumerable())),
        ("joiners", word => string.Join('\u2060', word.AsEnumerable())),
        ("letters apart", word => string.Join(' ', word.AsEnumerable())),
        ("dots between", word => string.Join('.', word.AsEnumerable())),
        ("full width", word => Map(word, c => (char)(c - '!' + '\uFF01'))),
        ("mathematical", word =>
            string.Concat(word.Select(c => char.ConvertFromUtf32((char.IsAsciiLetterUpper(c) ? 0x1D400 - 'A' : 0x1D41A - 'a') + c)))),
        ("circled", word => Map(word.ToUpperInvariant(), c => (char)(c - 'A' + 'Ⓐ'))),
        ("small capitals", word => Map(word.ToLowerInvariant(), c => SmallCapitals[c - 'a'])),
        ("superscript", word => Map(word.ToLowerInvariant(), c => Superscripts[c - 'a'])),
        ("Cyrillic letters", word => Exchange(word.ToLowerInvariant(), Cyrillic)),
        ("Greek letters", word => Exchange(word.ToLowerInvariant(), Greek)),
        ("marks above", word => string.Concat(word.Select(c => $"{c}\u0307"))),
        ("marks through", word => string.Concat(word.Select(c => $"{c}\u0338"))),
        ("written backwards", word => "\u202E" + new string([.. word.Reverse()])),
        ("digits for letters", word => word.Replace('a', '4').Replace('e', '3').Replace('i', '1').Replace('s', '5').Replace('S', '5')),
        ("signs for letters", word => word.Replace('a', '@').Replace('s', '$').Replace('S', '$').Replace('l', '|')),
    ];

    /// <summary>Ways that fewer people think of, each with the word it is written with.</summary>
    public static IReadOnlyList<(string Name, string Label)> Rare { get; } =
    [
        ("letters apart before a word", "P a y now"),
        ("dots between before a word", "D.e.l.e.t.e it"),
        ("cut in two", "De lete it"),
        ("cut by a hyphen", "In-stall it"),
        ("drawn out", "Paaaaay"),
        ("drawn out at the end", "Callllll"),
        ("letters in boxes, turned round", "y a P"),
        ("Hangul filler behind", "Pay\u3164"),
        ("half-width filler between", "Se\uFFA0nd"),
        ("filler between", "Del\u115Fete"),
        ("controls between", "Al\u0001low"),
        ("unassigned and unseen between", "Sub\uFFF3mit"),
        ("tag characters between", "Sen\U000E0061d"),
        ("blank of Braille between", "S\u2800e\u2800n\u2800d"),
        ("letter with a stroke", "\uA750ay"),
        ("hooked letter", "\u01A4ay"),
        ("stroke through the d", "\u0111elete"),
        ("Icelandic letter", "\u00FEay"),
        ("letters of phonetics", "\u0256\u0258l\u0258t\u0258"),
        ("other Latin letters", "\u0251\u026D\u026D\u0275\u028D"),
        ("old Cyrillic letter", "\u048F\u0430\u0443"),
        ("Greek yot and sigma", "\u03F2\u03B1\u03BD\u03B5"),
        ("letters of Cherokee", "\u13DA\u13AC\u13C1"),
        ("letters of Lisu", "\uA4D1\uA4EE\uA4EC"),
        ("triangle for a letter", "P\u25B3Y"),
        ("sign of difference for a letter", "P\u2206Y"),
        ("currency for a letter", "D\u20ACL\u20ACTE"),
        ("currency in front", "\u20BDAY"),
        ("copyright in front", "\u00A9onfirm"),
        ("flags", "\U0001F1F5\U0001F1E6\U0001F1FE"),
        ("letters in boxes", "\U0001F130\U0001F13B\U0001F13B\U0001F13E\U0001F146"),
        ("double-struck", "\U0001D54A\U0001D556\U0001D55F\U0001D555"),
        ("monospaced, capitals and small", "\U0001D67F\U0001D68A\U0001D6A2"),
        ("black letter", "\U0001D520\U0001D51E\U0001D529\U0001D529"),
        ("thumb of a skin", "\U0001F44D\U0001F3FD"),
        ("family joined", "\U0001F468\u200D\U0001F469\u200D\U0001F467"),
        ("heart on fire", "\u2764\uFE0F\u200D\U0001F525"),
        ("pictogram and a number", "\U0001F4B3 5"),
        ("bin and a count", "\U0001F5D1\uFE0F 3"),
        ("telephone and a number", "\u260E +49 30 1234567"),
        ("embedding that turns letters round", "\u202Edn\u202Des"),
        ("price", "$4.99"),
        ("price behind", "4,99 \u20AC"),
        ("price by its code", "USD 12"),
        ("price a month", "\u20AC9.99 / month"),
        ("price in Russian", "499 руб."),
        ("stretched Arabic", "اد\u0640\u0640فع"),
        ("Arabic with its article", "الدفع"),
        ("Arabic of Persian keys", "پاک کردن همه"),
        ("Hebrew with its prefix", "ומחק"),
        ("blank between ideographs", "立即 付 款"),
        ("abbreviated", "Pmt"), ("abbreviated twice", "Dlt all"), ("abbreviated thrice", "Cnfrm"),
        ("half-width kana", "ﾀﾞｳﾝﾛｰﾄﾞ"),
        ("hiragana", "しはらう"),
    ];

    private static string Map(string word, Func<char, char> map) => string.Concat(word.Select(c => char.IsAsciiLetter(c) ? map(c) : c));

    // the first letter that has one is exchanged: a word of two alphabets
    private static string Exchange(string word, string pairs)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var at = pairs.IndexOf(word[i], StringComparison.Ordinal);
            if (at >= 0 && at % 2 == 0)
                return string.Concat(word.AsSpan(0, i), pairs.AsSpan(at + 1, 1), word.AsSpan(i + 1));
        }

        return word;
    }
}
