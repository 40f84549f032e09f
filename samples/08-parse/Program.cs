// One idea: pages become Markdown, one by one, and the places of their blocks are kept.

using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.VisionLanguage;

var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");
await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var client = model.AsIChatClient();

// The embedded model has seen few kinds of pages: it takes the lines of these for headings. A model that never learned to write pages is
// better not held to their form (QwenPictureOptions.EnforceForm = false): its lines become paragraphs then, and a note says so.
var documents = new DocumentsTasks(client);

// 1. Pictures of pages; a PDF file, given by its bytes, goes the same way. Each page comes as soon as it is read.
MediaSource[] pages =
[
    await File.ReadAllBytesAsync(Path.Combine(pictures, "page-1.png")),
    await File.ReadAllBytesAsync(Path.Combine(pictures, "page-2.png")),
];
await foreach (var page in documents.StreamPagesAsync(pages))
{
    Console.WriteLine($"--- page {page.Page}, {page.PictureSize.Width}×{page.PictureSize.Height}, as the embedded model reads it");
    Console.WriteLine(page.ToMarkdown().TrimEnd());
    foreach (var note in page.Notes)
        Console.WriteLine($"[{note}]");
}

// 2. What a larger model writes is QwenVL HTML. This one was written by hand; it takes the same way from here on.
var bill = DocumentPage.Parse(
    await File.ReadAllTextAsync(Path.Combine(pictures, "bill.html")), pictureSize: new(1680, 2380), modelSize: new(840, 1190));
Console.WriteLine("--- a page as a larger model would write it, from bill.html");
Console.WriteLine(bill.ToMarkdown().TrimEnd());
var table = bill.Blocks.Single(block => block.Kind == DocumentBlockKind.Table);
Console.WriteLine($"[The table stands at ({table.Box!.X1}, {table.Box.Y1}) to ({table.Box.X2}, {table.Box.Y2}) of 1680×2380.]");
