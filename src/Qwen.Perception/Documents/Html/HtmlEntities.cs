using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Documents.Html;

/// <summary>
/// Entities of HTML: those of its fourth version by the framework, those of its fifth that pages are written with, and numbers that mean
/// the old Windows code page.
/// </summary>
internal static partial class HtmlEntities
{
    private const string Windows =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static readonly FrozenDictionary<string, string> Fifth = (
        "excl ! num # dollar $ percnt % lpar ( rpar ) ast * midast * plus + comma , period . sol / colon : semi ; equals = "
        + "quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ lowbar _ grave ` lcub { lbrace { verbar | vert | "
        + "rcub } rbrace } hyphen ‐ dash ‐ horbar ― leq ≤ geq ≥ NotEqual ≠ approx ≈ half ½ frac13 ⅓ frac23 ⅔ frac15 ⅕ frac25 ⅖ "
        + "frac16 ⅙ frac18 ⅛ frac38 ⅜ frac58 ⅝ frac78 ⅞ check ✓ checkmark ✓ cross ✗ star ☆ starf ★ bigstar ★ phone ☎ female ♀ "
        + "male ♂ squ □ square □ squf ▪ block █ cir ○ numero № copysr ℗ caron ˇ breve ˘ dot ˙ ring ˚ ohm Ω mho ℧ angst Å pm ± "
        + "mp ∓ div ÷ rightarrow → leftarrow ← uparrow ↑ downarrow ↓ Rightarrow ⇒ Leftarrow ⇐ infin ∞ in ∈ langle ⟨ rangle ⟩ "
        + "abreve ă Abreve Ă aogon ą Aogon Ą ccaron č Ccaron Č cacute ć Cacute Ć dcaron ď Dcaron Ď dstrok đ Dstrok Đ ecaron ě "
        + "Ecaron Ě eogon ę Eogon Ę gbreve ğ Gbreve Ğ Idot İ inodot ı lstrok ł Lstrok Ł nacute ń Nacute Ń ncaron ň Ncaron Ň "
        + "odblac ő Odblac Ő rcaron ř Rcaron Ř sacute ś Sacute Ś scedil ş Scedil Ş tcaron ť Tcaron Ť udblac ű Udblac Ű uring ů "
        + "Uring Ů zacute ź Zacute Ź zcaron ž Zcaron Ž zdot ż Zdot Ż")
        .Split(' ').Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The text that is meant; what is no entity stays.</summary>
    public static string Decode(string text) =>
        text.Contains('&', StringComparison.Ordinal) ? Entity().Replace(text, match => Decode(match)) : text;

    private static string Decode(Match match)
    {
        if (match.Groups["name"] is { Success: true, Value: var name })
            return Fifth.GetValueOrDefault(name) ?? WebUtility.HtmlDecode(match.Value);
        if (match.Groups["bare"] is { Success: true } bare)
            return WebUtility.HtmlDecode($"&{bare.Value};");
        var hex = match.Groups["hex"];
        return int.TryParse(
                hex.Success ? hex.Value : match.Groups["number"].Value, hex.Success ? NumberStyles.HexNumber : NumberStyles.None,
                CultureInfo.InvariantCulture, out var code)
            && code is >= 0x80 and < 0xA0
                ? Windows[code - 0x80].ToString()
                : WebUtility.HtmlDecode(match.Value);
    }

    // the oldest names are read without their semicolon, too, where no letter, digit or "=" follows
    [GeneratedRegex(
        @"&(?:#(?<number>[0-9]{1,8});|#[xX](?<hex>[0-9a-fA-F]{1,7});|(?<name>[a-zA-Z][a-zA-Z0-9]{1,31});"
        + @"|(?<bare>amp|lt|gt|quot|nbsp)(?![\w;=]))")]
    private static partial Regex Entity();
}
