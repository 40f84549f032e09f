using System.Globalization;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Evaluation;
using Qwen.DemoModel.Model;
using Qwen.DemoModel.Training;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel;

/// <summary>The program's commands.</summary>
internal static class Commands
{
    private const string Usage =
        """
        Makes the demo model: draws pictures, trains, evaluates.

          train --from FOLDER --out FOLDER --hours H     train on from a checkpoint, or go on with a killed run
                [--scratch] [--rate R] [--decay SHARE] [--mix g1,l1,…] [--per-step N] [--threads N] [--workers N] [--half]
                [--vision-hours H] [--alignment-hours H] [--head-hours H] [--seed N] [--save-minutes M] [--log-minutes M]
                [--rounded SHARE]                      share of the steps that see the decoder in four bits
          evaluate --model FOLDER [--n N | --full] [--tasks a,b] [--precisions int8,int4] [--show N] [--choose]   the held-out table through IChatClient
          cases --out FOLDER [--each N] [--tasks a,b]    held-out questions as a folder that qwenvl evaluate reads
          verify --model FOLDER                          features and logits against the engine's
          sheet --out FILE.png [--buckets g1,l1,…] [--each N] [--held-out]   what is drawn, as a contact sheet
          rooms [--buckets g1,l1,…]                      how long questions are, and which do not fit their batch
          diagnose --model FOLDER [--n N] [--probe N]    why letters are misread: by size, place, crowding; encoder or decoder
          curves --log FILE.csv --out FILE.png           a picture of a run's curves
          export --from FOLDER --state FOLDER --out FOLDER [--settings TEXT] [--figures FILE]   the newest saved state as a checkpoint
          blend --from FOLDER --with FOLDER --share S --out FOLDER   weights between an older and a newer checkpoint
          grow --from FOLDER --out FOLDER [--vision-blocks N] [--vision-hidden N] [--vision-width N] [--text-hidden N] [--text-width N]
                                                         a larger checkpoint that computes the same
          respace --from FOLDER --state FOLDER --out FOLDER --run FOLDER [--theta N] [--section T,H,W]
                                                         a run's state with other rotary frequencies, and the checkpoint it goes on from
          common: [--fonts FOLDER,…]                     further folders with fonts
        """;

    /// <summary>Runs a command; 0 when all went well.</summary>
    /// <exception cref="QwenException">An option makes no sense, or a folder does not hold what it should.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help"))
        {
            Console.WriteLine(Usage);
            return args.Length == 0 ? 1 : 0;
        }

        var options = Read(args.AsSpan(1));
        Fonts.Load(
            [
                .. List("fonts", ""),
                "/usr/share/fonts/truetype",
                "/usr/local/share/fonts",
                Environment.GetFolderPath(Environment.SpecialFolder.Fonts)
            ]);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        switch (args[0])
        {
            case "train":
                new Trainer(TrainingOptions()).Run(stop.Token);
                return 0;
            case "verify":
                return await Verification.RunAsync(Text("model", "models/demo"), stop.Token) ? 0 : 1;
            case "evaluate":
                await HeldOutTable.PrintAsync(
                    Text("model", "models/demo"), options.ContainsKey("full") ? 256 : (int)Number("n", 128), List("tasks", ""),
                    [.. List("precisions", "int8,int4").Select(name => Enum.Parse<QwenPrecision>(name, ignoreCase: true))],
                    options.ContainsKey("choose"), (int)Number("show", 0), stop.Token);
                return 0;
            case "cases":
                CaseWriter.Write(Text("out", "artifacts/cases"), (int)Number("each", 8), List("tasks", ""), Text("model", "models/demo"));
                return 0;
            case "rooms":
                RoomReport.Print(Packer(), List("buckets", string.Join(',', Data.Bucket.All.Keys)));
                return 0;
            case "diagnose":
                Evaluation.Letters.LetterDiagnosis.Print(Text("model", "models/demo"), (int)Number("n", 1600), (int)Number("probe", 6000));
                return 0;
            case "curves":
                Curves.Write(Text("log", "log.csv"), Text("out", "curves.png"));
                return 0;
            case "export":
                Trainer.Export(Text("from", "models/demo"), Text(
                    "state", "artifacts/training"), Text("out", "artifacts/checkpoint"), Text("settings", "not given"),
                    options.TryGetValue("figures", out var table) ? File.ReadAllText(table) : null);
                return 0;
            case "blend":
                Weights.Blend(
                    Text("from", "models/demo"),
                    Text("with", "artifacts/checkpoint"),
                    Number("share", 0.7),
                    Text("out", "artifacts/blend"));
                return 0;
            case "grow":
                Growth.Grow(Text("from", "models/demo"), Text("out", "artifacts/grown"), new GrownSizes(
                    (int)Number("vision-blocks", 6), (int)Number("vision-hidden", 192), (int)Number("vision-width", 448),
                    (int)Number("text-hidden", 256), (int)Number("text-width", 512)));
                return 0;
            case "respace":
                Respacing.Respace(
                    Text("from", "models/demo"), Path.Combine(Text("state", "artifacts/training"), Trainer.StateFile),
                    Number("theta", 10000), [.. List("section", "2,2,12").Select(count => Whole("section", count))],
                    Text("out", "artifacts/respaced"), Path.Combine(Text("run", "artifacts/respaced-run"), Trainer.StateFile));
                return 0;
            case "sheet":
                ContactSheet.Write(
                    Text("out", "sheet.png"), List("buckets", string.Join(',', Data.Bucket.All.Keys)), (int)Number("each", 10),
                    options.ContainsKey("held-out"), (int)Number("seed", 1));
                return 0;
            default:
                Console.WriteLine(Usage);
                return 1;
        }

        string Text(string name, string standard) => options.GetValueOrDefault(name, standard);

        double Number(string name, double standard) => !options.TryGetValue(name, out var text) ? standard
            : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : throw new QwenException($"--{name} takes a number, not '{text}'.");

        static int Whole(string name, string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
            : throw new QwenException($"--{name} takes whole numbers, not '{text}'.");

        Data.Packer Packer()
        {
            using var checkpoint = Checkpoint.Open(Text("model", "models/demo"));
            return new Data.Packer(QwenTokenizer.Load(Text("model", "models/demo")), checkpoint.Config, checkpoint.Preprocessor);
        }

        string[] List(string name, string standard) => Text(name, standard).Split(',', StringSplitOptions.RemoveEmptyEntries);

        TrainingOptions TrainingOptions() => new()
        {
            From = Text("from", "models/demo"),
            Out = Text("out", "artifacts/training"),
            FromScratch = options.ContainsKey("scratch"),
            Hours = Number("hours", 1),
            Rate = Number("rate", 1e-3),
            Decay = Number("decay", 0.25),
            WarmUp = Number("warm-up", 0.02),
            VisionHours = Number("vision-hours", 0),
            AlignmentHours = Number("alignment-hours", 0),
            HeadHours = Number("head-hours", 0),
            Mix = List("mix", string.Join(',', Training.TrainingOptions.DefaultMix)),
            BatchesPerStep = (int)Number("per-step", 2),
            Threads = (int)Number("threads", 2),
            Workers = (int)Number("workers", 1),
            Seed = (int)Number("seed", 1),
            Half = options.ContainsKey("half"),
            Rounded = Number("rounded", 0),
            SaveMinutes = Number("save-minutes", 2),
            LogMinutes = Number("log-minutes", 0.5),
        };
    }

    private static Dictionary<string, string> Read(ReadOnlySpan<string> args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new QwenException($"'{args[i]}' is no option: options start with --. Run the program without arguments for a list.");
            var takesValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            options[args[i][2..]] = takesValue ? args[++i] : "";
        }

        return options;
    }
}
