// One idea: a picture of a receipt becomes a typed object, and what could not be read is named.

using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Samples;
using Qwen.VisionLanguage;

var folder = AppContext.BaseDirectory;
await using var model = await QwenModel.LoadAsync(Path.Combine(folder, "models", "demo"));
using var client = model.AsIChatClient();
var reading = new ReadingTasks(client);
var picture = await File.ReadAllBytesAsync(Path.Combine(folder, "pictures", "receipt.png"));

// The fields asked for are the JSON names of the type's members; a printed "$146.14" becomes a number.
var result = await reading.ExtractAsync(picture, ReceiptJsonContext.Default.Receipt);
if (result.Value is { } receipt)
    Console.WriteLine($"{receipt.Company} took {receipt.Total} on {receipt.Date:yyyy-MM-dd}.");
Console.WriteLine($"Not found: {(result.Missing.Count == 0 ? "nothing" : string.Join(", ", result.Missing))}");
Console.WriteLine($"Not of the type: {(result.Unread.Count == 0 ? "nothing" : string.Join(", ", result.Unread))}");

// The same without a type: any list of keys, values as printed.
var fields = await reading.ExtractFieldsAsync(picture, ["company", "total"]);
foreach (var (key, value) in fields.Fields)
    Console.WriteLine($"  {key}: {value}");
