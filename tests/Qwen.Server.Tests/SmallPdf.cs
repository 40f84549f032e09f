using System.Text;

namespace Qwen.Server.Tests;

/// <summary>The least that is a PDF file: empty pages; readers mend the missing table of places.</summary>
internal static class SmallPdf
{
    /// <summary>A file with so many pages.</summary>
    public static byte[] Create(int pages)
    {
        var kids = string.Join(' ', Enumerable.Range(3, pages).Select(number => $"{number} 0 R"));
        var text = new StringBuilder("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n")
            .Append($"2 0 obj<</Type/Pages/Count {pages}/Kids[{kids}]>>endobj\n");
        for (var number = 3; number < 3 + pages; number++)
            text.Append($"{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n");
        return Encoding.ASCII.GetBytes(text.Append("trailer<</Root 1 0 R>>\n%%EOF\n").ToString());
    }
}
