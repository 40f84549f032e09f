// One idea: an agent that searches a film and reads what it found: Videos says when, Reading says what is written there.
// Needs ffmpeg, to write the film here and to read it in the library.

using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Samples;
using Qwen.Videos;
using Qwen.VisionLanguage;

var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "11-search-agent")).FullName;
var film = Path.Combine(folder, "film.mp4");
await StationFilm.WriteAsync(film);

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var client = model.AsIChatClient();

// Two of our plugins, and one made of both. The embedded model sees clips of 56×56 pixels; a larger one needs neither the sizes nor
// the words: new VideosTasks(client).
var videos = new VideosTasks(client, new QwenVideoOptions
{
    AllowedFolders = [folder],
    MinPixels = 56 * 56,
    MaxPixels = 56 * 56,
    Prompts = new VideoPrompts
    {
        Moment = "Give the query: 'the {0} is visible', when does the described content occur in the video? Use seconds for time format.",
        Verify = "Locate the {0}, report the bbox coordinates in JSON format.",
    },
});
var builder = Kernel.CreateBuilder();
builder.Plugins.AddFromObject(new FilmReader(videos, new ReadingTasks(client)), "Films");
var kernel = builder.Build();

// Any agent calls the function by its name; here it is two lines of code.
foreach (var what in new[] { "red circle", "blue square" })
{
    var read = await kernel.InvokeAsync<SignReading>("Films", "read_sign", new() { ["film"] = film, ["what"] = what });
    Console.WriteLine(JsonSerializer.Serialize(read));
}
