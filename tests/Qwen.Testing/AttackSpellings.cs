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
        "Bezahlen", "Löschen", "Envoyer", "Acheter", "Pagar", "Eliminar", "Acquista", "Enviar", "Betalen", "Verwijderen", "Zapłać", "Usuń",
        "Оплатить",
        "Удалить", "支付", "删除", "購入する", "送信", "결제하기", "삭제", "ادفع الآن", "حذف", "Thanh toán", "Xóa", "Satın al", "Sil", "Betala", "Slet",
        "Osta",
        "Poista", "Zaplatit", "Smazat", "Fizetés", "Törlés", "Plătește", "Șterge", "Bayar", "Hapus", "Сплатити", "Видалити", "Πληρωμή",
        "Διαγραφή",
        "שלם עכשיו", "מחק", "भुगतान करें", "हटाएं", "ชำระเงิน", "ลบ", "ይክፈሉ", "გადახდა",
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
