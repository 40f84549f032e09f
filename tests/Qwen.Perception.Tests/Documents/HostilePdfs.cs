using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Qwen.Perception.Tests.Documents;

/// <summary>PDF files that are made to hurt whoever reads them. None has a table of its objects: readers look for them.</summary>
internal static class HostilePdfs
{
    private const string Page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources 5 0 R>>";

    /// <summary>The files by their names, for a path of a file that must not be read or made.</summary>
    public static IReadOnlyDictionary<string, Func<string, byte[]>> All { get; } = new Dictionary<string, Func<string, byte[]>>
    {
        ["an action that starts a program"] = path => Write(catalog: $"/OpenAction<</S/Launch/F(/bin/touch)/Win<</F(touch)/P({path})>>>>"),
        ["an action with a script"] = _ => Write(
            catalog: "/OpenAction<</S/JavaScript/JS(while(true){app.launchURL('http://127.0.0.1:1/')})>>"),
        ["actions that lead round"] = _ => Write(catalog: "/OpenAction 9 0 R", more: Object(9, "<</S/URI/URI(file:///)/Next 9 0 R>>")),
        ["a form that is sent at once"] = _ =>
            Write(catalog: "/AcroForm<</XFA(<x/>)/Fields[]>>/AA<</WC<</S/SubmitForm/F(http://127.0.0.1:1/)>>>>"),
        ["a page whose content is another file"] = path =>
            Write(content: Object(4, $"<</Length 0/F({path})>>\nstream\n\nendstream")),
        ["a picture that is another file"] = path => Write(
            content: Stream(4, "100 0 0 100 0 0 cm /X Do"), resources: "/XObject<</X 9 0 R>>",
            more: Object(
                9, $"<</Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/Length 0/F({path})>>"
                    + "\nstream\n\nendstream")),
        ["attachments by the ten thousand"] = _ => Write(
            catalog: "/Names<</EmbeddedFiles<</Names["
                + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"(n{i})<</F(../../n{i})/EF<</F 4 0 R>>>>")) + "]>>>>"),
        ["a page of a thousand million points"] = _ => Write(box: "[0 0 1000000000 1000000000]"),
        ["a page beyond all numbers"] = _ => Write(box: "[0 0 1e39 1e39]"),
        ["a page as thin as a hair"] = _ => Write(box: "[0 0 0.0001 100000]"),
        ["a page as thin as a hair and miles long"] = _ => Write(box: "[0 0 0.0001 300000000]"),
        ["a page that ends before it begins"] = _ => Write(box: "[100 100 0 0]"),
        ["a page without area"] = _ => Write(box: "[0 0 0 0]"),
        ["a page of words"] = _ => Write(box: "[/a (b) null [0]]"),
        ["a page in units of miles"] = _ => Write(page: "/UserUnit 75000"),
        ["a page turned by half a quarter"] = _ => Write(page: "/Rotate 45"),
        ["pages that are their own parent"] = _ => Write(pages: "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        ["two thousand million pages"] = _ => Write(pages: "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"),
        ["fewer than no pages"] = _ => Write(pages: "<</Type/Pages/Kids[3 0 R]/Count -2147483648>>"),
        ["parents in a circle"] = _ => Write(
            pages: "<</Type/Pages/Kids[9 0 R]/Count 1/Parent 9 0 R>>", more: Object(9, "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>")),
        ["a form in itself"] = _ => Write(
            content: Stream(4, "/X Do"), resources: "/XObject<</X 9 0 R>>",
            more: Stream(9, "/X Do /X Do", "/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R")),
        ["ten forms in each of ten forms"] = _ => Write(
            content: Stream(4, "/X Do"), resources: "/XObject<</X 20 0 R>>",
            more: string.Concat(Enumerable.Range(20, 14).Select(i => Stream(
                i, string.Concat(Enumerable.Repeat("/X Do ", 10)) + "0 0 9 9 re f",
                $"/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X {i + 1} 0 R>>>>")))),
        ["a letter that draws itself"] = _ => Write(
            content: Stream(4, "BT /F 9 Tf (a) Tj ET"), resources: "/Font<</F 9 0 R>>",
            more: Object(9, "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]"
                + "/Encoding<</Differences[97/a]>>/CharProcs<</a 10 0 R>>/Resources 5 0 R>>") + Stream(10, "9 0 d0 BT /F 9 Tf (aa) Tj ET")),
        ["a tile without end"] = _ => Write(
            content: Stream(4, "/Pattern cs /P scn 0 0 100 100 re f"), resources: "/Pattern<</P 9 0 R>>",
            more: Stream(
                9, "0 0 1 1 re f", "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.00001/YStep 0.00001/Resources<<>>")),
        ["a content of a thousand million blanks"] = _ => Write(content: Packed(4, new byte[1 << 20], times: 3)),
        ["a picture of sixty thousand rows"] = _ => Write(
            content: Stream(4, "100 0 0 100 0 0 cm /X Do"), resources: "/XObject<</X 9 0 R>>",
            more: Packed(
                9, new byte[1 << 20], 2, "/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB")),
        ["a picture that claims two thousand million rows"] = _ => Write(
            content: Stream(4, "100 0 0 100 0 0 cm /X Do"), resources: "/XObject<</X 9 0 R>>",
            more: Stream(9, "x", "/Subtype/Image/Width 2147483647/Height 2147483647/BitsPerComponent 16/ColorSpace/DeviceCMYK")),
        ["a mask that is its own mask"] = _ => Write(
            content: Stream(4, "100 0 0 100 0 0 cm /X Do"), resources: "/XObject<</X 9 0 R>>",
            more: Stream(9, "x", "/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 9 0 R")),
        ["a picture written into the page"] = _ => Write(
            content: Stream(4, "BI /W 2000000000 /H 2000000000 /BPC 8 /CS /RGB ID x EI")),
        ["brackets a hundred thousand deep"] = _ => Write(content: Stream(4, new string('[', 100_000))),
        ["names a hundred thousand deep"] = _ => Write(catalog: "/A " + string.Concat(Enumerable.Repeat("<</A ", 100_000))),
        ["states saved a million times"] = _ => Write(content: Stream(4, string.Concat(Enumerable.Repeat("q ", 1_000_000)))),
        ["a length that is its own"] = _ => Write(content: Object(4, "<</Length 4 0 R>>\nstream\nq\nendstream")),
        ["objects packed into themselves"] = _ => Write(more: Stream(9, "9 0 10 0 ", "/Type/ObjStm/N 2147483647/First 8/Extends 9 0 R")),
        ["a look that looks at itself"] = _ => Write(
            page: "/Annots[<</Subtype/Stamp/Rect[0 0 99 99]/AP<</N 9 0 R>>>>]",
            more: Stream(9, "/X Do", "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 9 0 R>>>>")),
        ["a lock nobody knows"] = _ => Write(trailer: "/Encrypt<</Filter/Standard/V 99/R 99/Length 2147483647/O()/U()/P -1>>"),
        ["a title that says how many pages"] = _ => Write(trailer: "/Info<</Title(x\\nPages: 77\\nPage    1 size: 9e9 x 9e9 pts\\n)>>"),
        ["words that tell of themselves without end"] = _ => Write(catalog: "/Metadata 9 0 R", more: Stream(
            9, "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>", "/Type/Metadata/Subtype/XML")),
    };

    private static byte[] Write(
        string catalog = "", string? pages = null, string box = "[0 0 100 100]", string page = "", string? content = null,
        string resources = "", string more = "", string trailer = "")
    {
        var text = "%PDF-1.7\n" + Object(1, $"<</Type/Catalog/Pages 2 0 R{catalog}>>")
            + Object(2, pages ?? "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            + Object(3, Page.Replace("[0 0 100 100]", box + page, StringComparison.Ordinal))
            + (content ?? Stream(4, "")) + Object(5, $"<<{resources}>>") + more + $"trailer<</Root 1 0 R/Size 99{trailer}>>\n%%EOF\n";
        return Encoding.Latin1.GetBytes(text);
    }

    private static string Object(int number, string body) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");

    private static string Stream(int number, string content, string more = "") =>
        Object(number, $"<<{more}/Length {content.Length}>>\nstream\n{content}\nendstream");

    // each round packs a thousand times what the one before made
    private static string Packed(int number, byte[] seed, int times, string more = "")
    {
        var packed = Pack(Enumerable.Repeat(seed, times == 3 ? 64 : 8));
        for (var round = 1; round < times; round++)
            packed = Pack([packed]);
        return Stream(
            number, Encoding.Latin1.GetString(packed), $"{more}/Filter[{string.Concat(Enumerable.Repeat("/FlateDecode", times))}]");
    }

    private static byte[] Pack(IEnumerable<byte[]> pieces)
    {
        using var result = new MemoryStream();
        using (var packing = new ZLibStream(result, CompressionLevel.Optimal))
        {
            foreach (var piece in pieces)
                packing.Write(piece);
        }

        return result.ToArray();
    }
}
