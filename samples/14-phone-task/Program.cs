// One idea: have a task done on a phone, every step judged before it is carried out, and watch it on one page afterwards.

using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

var folder = AppContext.BaseDirectory;
await using var model = await QwenModel.LoadAsync(Path.Combine(folder, "models", "demo"));
using var client = model.AsIChatClient();
var output = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "14-phone-task")).FullName;

// 1. A phone that exists only here, behind a policy: two apps, nothing else. What cannot be taken back is asked about, here in the program.
using var audit = new FileScreenAudit(Path.Combine(output, "audit.jsonl"));
await using var screen = new GuardedScreen(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions
{
    Policy = new ScreenPolicy { Apps = [new AllowedApp("app.launcher"), new AllowedApp("app.notes", "Notes")] },
    Approve = (request, _) =>
    {
        Console.WriteLine($"   asked: {ActionText.Describe(request.Action)} on \"{request.Label}\" ({request.Risk})? no");
        return ValueTask.FromResult(false);
    },
    Audit = audit,
});

// 2. The demo model knows one instruction at a time; larger models take the task in words, with PromptForm.Full. The last
//    instruction leaves what is allowed: it is refused, and that ends the task.
var agent = new ScreenAgent(client, screen, new ScreenAgentOptions { Form = PromptForm.Short });
const string task = "Open Notes. Tap Ideas. Press Back. Open Shop.";
using var recorder = new EpisodeRecorder(output, task, screen.Capabilities);
await foreach (var step in agent.RunAsync(task))
{
    recorder.Add(step);
    Console.WriteLine(step.Attempt is { } attempt
        ? $"{step.Number}. {ActionText.Describe(attempt.Action)}: {attempt.Outcome} {attempt.Reason}".TrimEnd()
        : $"{step.Number}. {step.Stop}: {step.StopReason}");
}

Console.WriteLine($"[recorded into {recorder.WritePage()}]");
