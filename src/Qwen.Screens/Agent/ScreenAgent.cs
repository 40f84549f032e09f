using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Screens.Safety;
using Qwen.VisionLanguage;

namespace Qwen.Screens;

/// <summary>
/// Carries out a task on a screen: looks, asks the model for one action, has it judged and done, and looks again. What the screen says
/// is shown to the model as a picture and never becomes an instruction; what may be done is the guard's matter alone.
/// </summary>
/// <remarks>One task at a time on one screen; the agent itself keeps nothing from one task to the next.</remarks>
public sealed class ScreenAgent
{
    private readonly GuardedScreen screen;
    private readonly ScreenAgentOptions options;
    private readonly ActionAsker asker;
    private readonly ScreenPointer pointer;
    private readonly ActionContract contract;
    private readonly TimeProvider clock;

    /// <summary>Makes an agent.</summary>
    /// <param name="client">Any chat client; it stays the caller's.</param>
    /// <param name="screen">The screen behind its guard; it stays the caller's.</param>
    /// <param name="options">Prompt form and limits; null for the defaults.</param>
    public ScreenAgent(IChatClient client, GuardedScreen screen, ScreenAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(screen);
        this.screen = screen;
        this.options = options ??= new ScreenAgentOptions();
        asker = new ActionAsker(client, options);
        pointer = new ScreenPointer(client, options);
        contract = ActionPrompt.ContractOf(screen.Capabilities.Kind, options.Form);
        clock = options.Clock ?? TimeProvider.System;
    }

    /// <summary>Carries out a task. The last step says why it ended; that the model calls it done is no proof.</summary>
    /// <param name="task">The task in words; in the short form a list of instructions.</param>
    /// <param name="cancellationToken">Stops at any moment; what the screen holds down is released.</param>
    /// <returns>The steps, each as soon as it is over.</returns>
    /// <exception cref="QwenException">The screen cannot be reached, or the task is empty.</exception>
    public async IAsyncEnumerable<ScreenStep> RunAsync(string task, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(task))
            throw new QwenException("The task is empty: say what is to be done, for example 'Turn on Wi-Fi.'");
        var run = new Run(task.Trim(), options.Form == PromptForm.Short ? Instruction.ReadAll(task) : null, clock.GetTimestamp());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, screen.EmergencyStop);
        ScreenShot? shot = null;
        ScreenStep step;
        do
        {
            var start = clock.GetTimestamp();
            try
            {
                shot ??= await LookAsync(either.Token).ConfigureAwait(false);
                step = await TakeAsync(run, shot, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (screen.IsStopped && !cancellationToken.IsCancellationRequested)
            {
                shot ??= await screen.CaptureAsync(cancellationToken).ConfigureAwait(false);
                step = End(run, shot, ScreenStop.EmergencyStop, "The emergency stop was used.");
            }

            shot = step.After;
            run.Number++;
            yield return step with { Duration = clock.GetElapsedTime(start) };
        }
        while (step.Stop is null);
    }

    /// <summary>Finds something on the screen as it is now: the place that the model would tap.</summary>
    /// <param name="what">What to find: "the Save button".</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    /// <returns>The point in pixels of the screen; null, with the reason, where the answer names none.</returns>
    public async Task<(ScreenPoint? Point, string? Problem)> FindAsync(string what, CancellationToken cancellationToken = default)
    {
        var shot = await LookAsync(cancellationToken).ConfigureAwait(false);
        return await pointer.FindAsync(shot, screen.Capabilities.Kind, what, cancellationToken).ConfigureAwait(false);
    }

    private Task<ScreenShot> LookAsync(CancellationToken cancellationToken) =>
        screen.CaptureStillAsync(options.StillInterval, options.StillLimit, clock, cancellationToken);

    private async Task<ScreenStep> TakeAsync(Run run, ScreenShot shot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (shot.IsProtected)
            return End(run, shot, ScreenStop.ProtectedScreen, "The device hides what it shows.");
        if (run.Instructions is { } all && run.Number > all.Count)
            return End(run, shot, ScreenStop.Succeeded, string.Join(' ', run.Doubts.Prepend("All instructions were carried out.")));
        if (run.Number > options.MaxSteps)
            return End(run, shot, ScreenStop.StepLimit, $"{options.MaxSteps} steps were taken.");
        if (clock.GetElapsedTime(run.Start) >= options.MaxTime)
            return End(run, shot, ScreenStop.TimeLimit, $"{options.MaxTime} are over.");
        if (run.Instructions?[run.Number - 1].ToAction(shot.Size) is { } told)
            return await ActAsync(
                run, new ScreenStep { Number = run.Number, Before = shot }, told, cancellationToken).ConfigureAwait(false);

        var answer = run.Pending.TryDequeue(out var begun) ? begun : await AskAsync(run, shot, cancellationToken).ConfigureAwait(false);
        var step = new ScreenStep { Number = run.Number, Before = shot, Answer = answer };
        switch (answer.Decision)
        {
            case FinishDecision finish:
                return step with
                {
                    Reply = finish.Text,
                    Stop = finish.Success ? ScreenStop.Succeeded : ScreenStop.GaveUp,
                    StopReason = finish.Success ? "The model says that the task is done." : "The model gave the task up.",
                };
            case ReplyDecision reply:
                run.Calls.Add(answer.Call!);
                return step with { Reply = reply.Text };
            case ActDecision act:
                return await ActAsync(run, step, act.Action, cancellationToken).ConfigureAwait(false);
            default:
                return step with { Stop = ScreenStop.Unreadable, StopReason = answer.Problem };
        }
    }

    // what was wrong with an answer is told to the model, which may answer again
    private async Task<ActionAnswer> AskAsync(Run run, ScreenShot shot, CancellationToken cancellationToken)
    {
        var picture = await asker.SeeAsync(shot, cancellationToken).ConfigureAwait(false);
        var text = run.Instructions is { } all ? all[run.Number - 1].Text : ActionPrompt.UserText(run.Task, run.Calls, run.Remark);
        var foreign = await asker.FindProfileAsync(cancellationToken).ConfigureAwait(false);
        List<ActionAnswer> failed = [];
        while (true)
        {
            ActionAnswer answer;
            if (foreign is null)
            {
                var raw = await asker.AskAsync(contract, picture, text, failed, cancellationToken).ConfigureAwait(false);
                answer = contract.Read(raw, picture.Map.Model, picture.Map.Picture, run.Pointer);
            }
            else
            {
                answer = await asker.AskAsync(
                    foreign, contract.Kind, picture, run.Task, run.Calls, run.Remark, failed, cancellationToken).ConfigureAwait(false);
            }

            if (answer.Problem is null || failed.Count >= options.MaxRetries || run.Instructions is not null)
                return run.Begin(answer);
            failed.Add(answer);
        }
    }

    private async Task<ScreenStep> ActAsync(Run run, ScreenStep step, ScreenAction action, CancellationToken cancellationToken)
    {
        if (run.Watch.IsStuck(step.Before, action))
            return step with { Stop = ScreenStop.NoProgress, StopReason = "The same action on the same screen for the third time." };

        var attempt = await screen.AttemptAsync(action, cancellationToken).ConfigureAwait(false);
        step = step with { Attempt = attempt };
        if (attempt.Outcome == AttemptOutcome.Stopped)
            return step with { Stop = ScreenStop.EmergencyStop, StopReason = attempt.Reason };
        if (!attempt.Succeeded)
        {
            run.Pending.Clear();
            run.Remark = $"{step.Answer?.Call ?? action.ToString()} was not carried out: {attempt.Reason}";
            return ++run.Refusals >= options.MaxRefusals || run.Instructions is not null
                ? step with { Stop = ScreenStop.Refused, StopReason = attempt.Reason }
                : step;
        }

        run.Remark = attempt.Reason;
        if (step.Answer?.Call is { } call)
            run.Calls.Add(call);
        if (ActionPoints.Of(action) is [.., var point])
            run.Pointer = point;
        step = step with { After = await LookAsync(cancellationToken).ConfigureAwait(false) };
        return run.Instructions?[step.Number - 1] is { } instruction ? Check(run, step, attempt, instruction) : step;
    }

    // nobody else sees whether a sentence was carried out: a touch of nothing was not, and another name than the sentence's is told
    private static ScreenStep Check(Run run, ScreenStep step, ScreenAttempt attempt, Instruction instruction)
    {
        if (attempt.HitNothing && (attempt.After is not { } at || ScreenSpots.IsUnchanged(at, step.After!, [], 0)))
        {
            var reason = $"“{instruction.Text}” found nothing to touch. {attempt.Reason}";
            return step with { Stop = ScreenStop.NoProgress, StopReason = reason };
        }

        if (attempt.Label is { } label && !instruction.Suits(label))
            run.Doubts.Add($"But “{instruction.Text}” touched {ScreenText.Quote(label)}.");
        return step;
    }

    private static ScreenStep End(Run run, ScreenShot shot, ScreenStop stop, string reason) =>
        new() { Number = run.Number, Before = shot, Stop = stop, StopReason = reason };

    // what a task has come to so far
    private sealed class Run(string task, IReadOnlyList<Instruction>? instructions, long start)
    {
        public string Task => task;

        public IReadOnlyList<Instruction>? Instructions => instructions;

        public long Start => start;

        public int Number { get; set; } = 1;

        public List<string> Calls { get; } = [];

        /// <summary>What the last answer asked for besides its first action; each is judged on a screen of its own.</summary>
        public Queue<ActionAnswer> Pending { get; } = [];

        public string? Remark { get; set; }

        /// <summary>What speaks against success although everything was carried out, in sentences.</summary>
        public List<string> Doubts { get; } = [];

        /// <summary>Puts all but the first action aside; the history has the call when the last is done.</summary>
        public ActionAnswer Begin(ActionAnswer answer)
        {
            foreach (var action in answer.Then)
                Pending.Enqueue(answer with { Decision = new ActDecision(action), Then = [], Call = null, Notes = [] });
            if (Pending.Count == 0)
                return answer;
            ActionAnswer[] rest = [.. Pending];
            Pending.Clear();
            foreach (var (i, waiting) in rest.Index())
                Pending.Enqueue(i == rest.Length - 1 ? waiting with { Call = answer.Call } : waiting);
            return answer with { Then = [], Call = null };
        }

        public int Refusals { get; set; }

        public ScreenPoint? Pointer { get; set; }

        public ProgressWatch Watch { get; } = new();
    }
}
