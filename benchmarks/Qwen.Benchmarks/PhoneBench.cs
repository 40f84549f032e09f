using System.Diagnostics;
using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.Benchmarks;

/// <summary>How many steps a second the simulated phone takes: an action anywhere on it, then its picture.</summary>
internal static class PhoneBench
{
    private const int Steps = 1000;
    private const int Runs = 5;

    /// <summary>Prints the median of several runs.</summary>
    public static async Task<int> RunAsync()
    {
        foreach (var (name, options) in new[] { ("default", new SimulatedPhoneOptions()), ("small", SimulatedPhoneOptions.Small) })
        {
            var rates = new List<double>();
            for (var run = 0; run <= Runs; run++)
            {
                var rate = await MeasureAsync(options, new Random(run)).ConfigureAwait(false);
                if (run > 0) // the first is to warm up
                    rates.Add(rate);
            }

            Console.WriteLine($"{name}: {rates.Order().ElementAt(Runs / 2):0} steps a second, median of {Runs} runs of {Steps}");
        }

        return 0;
    }

    private static async Task<double> MeasureAsync(SimulatedPhoneOptions options, Random random)
    {
        await using var phone = new SimulatedPhone(options);
        var size = (await phone.CaptureAsync().ConfigureAwait(false)).Size;
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < Steps; step++)
        {
            var point = new ScreenPoint(random.Next(size.Width), random.Next(size.Height));
            ScreenAction action = random.Next(8) switch
            {
                0 => new PressButtonAction(SystemButton.Back),
                1 => new DragAction(point, point with { Y = random.Next(size.Height) }, TimeSpan.FromMilliseconds(300)),
                2 => new TypeTextAction("milk"),
                _ => new TapAction(point),
            };
            await phone.PerformAsync(action).ConfigureAwait(false);
            size = (await phone.CaptureAsync().ConfigureAwait(false)).Size; // it may have been turned
        }

        return Steps / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
