using System.CommandLine;
using System.Globalization;
using Qwen.Cli.Files;
using Qwen.Cli.Pictures;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Cli.Commands;

/// <summary>The files and options that the commands over pictures share.</summary>
/// <param name="files">What the files are, for the help.</param>
/// <param name="drawable">Whether results have places that can be drawn.</param>
/// <param name="maxOutputTokens">Most tokens of an answer unless the command line says otherwise.</param>
internal sealed class PictureSettings(string files = PictureSettings.Kinds, bool drawable = true, int maxOutputTokens = 4096)
{
    private const string Kinds = "Pictures, or PDF and TIFF files whose pages are: files, folders, patterns, - for standard input.";

    /// <summary>Pixels of the smallest picture that the model is shown.</summary>
    internal const int SmallestArea = 4 * 28 * 28;

    private readonly Argument<string[]> files = new("FILE") { Description = files, Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Write results as JSON lines: one object for each result, with its file."
    };
    private readonly Option<string?> draw = new("--draw")
    {
        Description = "Draw what was found: into this PNG file, or, for several pictures, into this folder as NAME-drawn.png.",
        HelpName = "PATH",
    };
    private readonly Option<string?> model = new("--model")
    {
        Description = "Folder of a checkpoint, or the name of a model; the demo model when left out.",
        HelpName = "FOLDER"
    };
    private readonly Option<int?> maxPixels = new("--max-pixels")
    {
        Description = "Largest area at which the model sees a picture: more shows smaller things and takes longer.",
        HelpName = "AREA",
    };
    private readonly Option<int> maxTokens = new("--max-tokens")
    {
        Description = "Most tokens of an answer.",
        HelpName = "N",
        DefaultValueFactory = _ => maxOutputTokens,
    };
    private readonly Option<bool> freeForm = new("--free-form")
    {
        Description = "Do not hold answers to their form by a grammar: for models that were not trained on it, "
            + "such as the demo model on pages.",
    };
    private readonly Option<bool> tiles = new("--tiles")
    {
        Description = "Look at a large picture part by part, for things or letters that are small in it: slower.",
    };
    private readonly Option<string?> pages = new("--pages")
    {
        Description = "Which pages of PDF and TIFF files, for example 1-3,7; all when left out.",
        HelpName = "PAGES",
    };
    private readonly FreeTextOption password = new("--password") { Description = "Password of protected PDF files.", HelpName = "TEXT" };
    private readonly Option<string?> culture = new("--culture")
    {
        Description = "Culture in which numbers are printed, for example de-DE: whether 1.250 is 1250 or 1.25. "
            + "By their marks when left out; what the marks leave open is said.",
        HelpName = "NAME",
    };
    private readonly Option<string?> currency = new("--currency")
    {
        Description = "Currency of the amounts, for example EUR; an amount in another one is left unread.",
        HelpName = "CODE",
    };
    private readonly Option<CoordinateConvention> coordinates = new("--coordinates")
    {
        Description = "What the model's coordinates mean: pixels as Qwen2.5-VL writes them, thousandths of width and height, "
            + "or shares from 0 to 1, as some fine-tunes do.",
        HelpName = "pixels|thousandths|shares",
    };
    private readonly ModelSettings settings = new();

    /// <summary>The files named.</summary>
    public Argument<string[]> Files => files;

    /// <summary>The <c>--draw</c> option.</summary>
    public Option<string?> Draw => draw;

    /// <summary>Whether pictures are looked at part by part.</summary>
    public Option<bool> Tiles => tiles;

    /// <summary>Adds the files and the options to a command, behind what it has already.</summary>
    /// <param name="command">The command.</param>
    /// <param name="tileable">Whether what it does can be done part by part.</param>
    /// <param name="numbered">Whether it reads numbers.</param>
    /// <param name="placed">Whether it reads places.</param>
    public void AddTo(Command command, bool tileable = false, bool numbered = false, bool placed = false)
    {
        files.RefuseOptions();
        command.Add(files);
        command.Add(json);
        if (drawable)
            command.Add(draw);
        if (tileable)
            command.Add(tiles);
        if (numbered)
        {
            command.Add(culture);
            command.Add(currency);
        }

        if (placed)
            command.Add(coordinates);
        foreach (var option in new Option[] { pages, password, model, maxPixels, maxTokens, freeForm })
            command.Add(option);
        settings.AddTo(command);
        pages.Refuse(PageFile.FindMistake);
        culture.Refuse(NumberPrint.FindMistakeInCulture);
        currency.Refuse(NumberPrint.FindMistakeInCurrency);
        maxTokens.AtLeast(1);
        maxPixels.AtLeast(SmallestArea);
        draw.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not { } path)
                return;
            if (!OutputTarget.IsFolder(path) && !Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
                result.AddError("--draw writes PNG files: name one, or a folder.");
            else if (result.GetValue(files) is { } named
                && OutputTarget.FindMistake("--draw", path, InputFiles.Expand(named, InputFiles.Pictures)) is { } mistake)
                result.AddError(mistake);
        });
    }

    /// <summary>Whether the demo model answers.</summary>
    public bool IsDemo(ParseResult parsed) => DemoModel.Is(parsed.GetValue(model));

    /// <summary>What the command line says.</summary>
    public PictureRequest Read(ParseResult parsed)
    {
        var named = InputFiles.Expand(parsed.GetValue(files)!, InputFiles.Pictures);
        return new PictureRequest
        {
            Files = named,
            Json = parsed.GetValue(json),
            Drawings = drawable && parsed.GetValue(draw) is { } path ? OutputTarget.Choose(path, named, "-drawn.png") : null,
            Pages = parsed.GetValue(pages),
            Pdf = new PdfOptions { Password = parsed.GetValue(password) },
            Checkpoint = parsed.GetValue(model) ?? DemoModel.Folder(),
            Model = settings.Read(parsed),
            Options = new QwenPictureOptions
            {
                MaxPixels = parsed.GetValue(maxPixels),
                MaxOutputTokens = parsed.GetValue(maxTokens),
                EnforceForm = !parsed.GetValue(freeForm),
                NumberCulture = parsed.GetValue(culture) is { } name ? CultureInfo.GetCultureInfo(name) : null,
                Currency = parsed.GetValue(currency),
                Coordinates = parsed.GetValue(coordinates),
            },
        };
    }
}
