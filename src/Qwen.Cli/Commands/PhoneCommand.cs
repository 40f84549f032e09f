using System.CommandLine;
using Qwen.Cli.Files;
using Qwen.Cli.Screens;
using Qwen.Cli.Terminal;
using Qwen.Extensions.AI;
using Qwen.Screens;
using Qwen.Shared.Files;

namespace Qwen.Cli.Commands;

/// <summary><c>qwenvl phone</c> and <c>qwenvl screen</c>: look at a screen, and have a task done on it.</summary>
internal static class PhoneCommand
{
    /// <summary>Builds the command for phones, or that for desktops.</summary>
    public static Command Create(CliConsole console, ScreenKind kind)
    {
        var phone = kind == ScreenKind.Phone;
        var name = phone ? "phone" : "screen";
        return new TaughtCommand(
            name,
            $"Look at a {(phone ? "phone" : "desktop")}, or have a task done on it: the simulated one unless a device is named. "
            + "Nothing is touched that is not allowed.",
            $"qwenvl {name} see --out screen.png",
            phone
                ? "qwenvl phone do \"Open Contacts. Tap Alice Brown.\" --approve all-reversible --record episode"
                : "qwenvl screen do \"Open Editor. Type \\\"Hello\\\".\" --approve all-reversible --record episode",
            phone
                ? "qwenvl phone do --model Qwen/Qwen2.5-VL-7B-Instruct \"Open the notes and read the newest one.\""
                : "qwenvl screen do --model Qwen/Qwen2.5-VL-7B-Instruct \"Open the list of files and say how many there are.\"")
        {
            CreateSee(console, kind),
            CreateDo(console, kind),
        };
    }

    private static TaughtCommand CreateSee(CliConsole console, ScreenKind kind)
    {
        var file = new Option<string>("--out")
        {
            Description = "File to write the picture to.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "screen.png"
        };
        var screens = new ScreenSettings(kind);
        var command = new TaughtCommand("see", "Take a picture of the screen.", kind == ScreenKind.Phone
            ? "qwenvl phone see --adb emulator-5554 --out phone.png"
            : "qwenvl screen see --out desktop.png") { file };
        screens.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var screen = await screens.OpenAsync(parsed, forSmallModel: false, cancellationToken);
            var shot = await screen.CaptureStillAsync(cancellationToken: cancellationToken);
            var path = parsed.GetValue(file)!;
            await WholeFile.WriteAsync(path, target => target.WriteAsync(shot.Png, cancellationToken).AsTask());
            console.Out.WriteLine(
                $"{path}: {shot.Size.Width}×{shot.Size.Height} of {screen.Capabilities.Name}, "
                + $"{shot.Place?.App ?? shot.Place?.Address?.ToString() ?? "unknown"} in the foreground");
            return ExitCode.Ok;
        });
        return command;
    }

    private static TaughtCommand CreateDo(CliConsole console, ScreenKind kind)
    {
        var task = new Argument<string>("TASK")
        {
            Description = "What to do, in words; for the demo model a list of instructions: "
                + (kind == ScreenKind.Phone
                    ? "\"Tap Notes. Type \\\"milk\\\". Press Back.\""
                    : "\"Open Editor. Type \\\"milk\\\". Wait 1 second.\""),
        };
        var approve = new Option<string>("--approve")
        {
            Description = "ask: about every action that changes something; all-reversible: carry out what can be taken back, "
                + "ask about the rest; "
                + "deny: look only. Where nobody can answer, the answer is no.",
            HelpName = "ask|deny|all-reversible",
            DefaultValueFactory = _ => "ask",
        }.AcceptOnlyFromAmong("ask", "deny", "all-reversible");
        var record = new Option<string?>("--record")
        {
            Description = "Folder to record into; ends in a page episode.html that holds everything.",
            HelpName = "FOLDER"
        };
        var audit = new Option<string?>("--audit")
        {
            Description = "File that every attempt is appended to, as JSON lines.",
            HelpName = "FILE"
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Judge every action and carry out none." };
        var screens = new ScreenSettings(kind);
        var agents = new AgentSettings();
        var command = new TaughtCommand(
            "do",
            "Have a task done on the screen, step by step; every step is judged before it is carried out.",
            kind == ScreenKind.Phone
                ?
                [
                    "qwenvl phone do \"Tap Notes. Tap Wi-Fi guest code.\" --approve all-reversible",
                    "qwenvl phone do \"Tap Settings. Tap Display.\" --approve all-reversible --record episode --audit audit.jsonl",
                    "qwenvl phone do --adb emulator-5554 --allow com.android.settings \"Open com.android.settings.\"",
                ]
                :
                [
                    "qwenvl screen do \"Open Editor. Type \\\"Hello\\\".\" --approve all-reversible",
                    "qwenvl screen do \"Open Files.\" --approve all-reversible --record episode --audit audit.jsonl",
                    "qwenvl screen do --x11 :0 --allow org.gnome.TextEditor --model Qwen/Qwen2.5-VL-7B-Instruct \"Write a greeting.\"",
                ])
        {
            task, approve, record, audit, dryRun,
        };
        screens.AddTo(command);
        agents.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var approval = Enum.Parse<Approval>(parsed.GetValue(approve)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            var asks = console.Interactive && approval != Approval.Deny;
            using var file = parsed.GetValue(audit) is { } path ? new FileScreenAudit(path) : null;
            await using var model = await agents.LoadAsync(console, parsed, cancellationToken);
            using var client = new QwenChatClient(model);
            await using var screen = new GuardedScreen(
                await screens.OpenAsync(parsed, agents.IsShort(parsed), cancellationToken), new ScreenGuardOptions
                {
                    Policy = screens.ReadPolicy(parsed, approval),
                    Approve = asks ? new TerminalApprover(console).AskAsync : null,
                    Audit = file,
                    DryRun = parsed.GetValue(dryRun),
                });
            var words = parsed.GetValue(task)!;
            using var recorder = parsed.GetValue(record) is { } folder ? new EpisodeRecorder(folder, words, screen.Capabilities) : null;
            var agent = new ScreenAgent(client, screen, agents.Read(parsed));
            string? reply = null;
            var last = await StepView.RunAsync(console, asks, agent.RunAsync(words, cancellationToken), step =>
            {
                recorder?.Add(step);
                reply = step.Reply ?? reply;
            });
            if (recorder is not null)
                console.Note($"Recorded into {recorder.WritePage()}");
            if (reply is not null)
                console.Out.WriteLine(reply);
            console.Out.WriteLine($"{last.Stop}: {last.StopReason}");
            return last.Stop == ScreenStop.Succeeded ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }
}
