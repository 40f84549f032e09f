using Qwen.Devices.Tests.Natives;
using Qwen.Devices.Tests.Operators;
using Qwen.Devices.Tests.Sessions;

var device = Device.Parse(args[0]);
OlderRuntime.Load(Path.GetFullPath(args[1]));
if (WineDirect3D.Present)
    WineDirect3D.AnswerMetaCommands();
var skip = Environment.GetEnvironmentVariable("SKIP") is { } f ? File.ReadAllLines("Z:" + f) : [];
var only = args.Length > 2 ? args[2] : "";
if (only == "cache")
{
    foreach (var half in new[] { true, false })
    foreach (var calls in new int[][] { [5, 1, 1, 1], [5, 3, 1], [1, 1] })
        try { Console.WriteLine($"cache {half} [{string.Join(',', calls)}] {new CacheProbe(half).Compare(device, calls)}"); } catch (Exception e) { Console.WriteLine(e.Message); }
    return;
}
foreach (var half in new[] { true, false })
foreach (var (name, build) in OperatorProbes.All)
{
    var title = name + (half ? "/f16" : "/f32");
    if (!title.Contains(only) || skip.Contains(title)) continue;
    try
    {
        var probe = new Probe(half);
        build(probe);
        Console.WriteLine("RUN " + title);
        var (difference, placement) = probe.Compare(device);
        Console.WriteLine($"{(difference < 0.01 ? "OK  " : "BAD ")} {title} {difference:g2} [{placement}]");
    }
    catch (Exception e) { Console.WriteLine($"ERR  {title}: {e.Message.ReplaceLineEndings(" ")[..Math.Min(300, e.Message.Length)]}"); }
}
