using System.Runtime.InteropServices;

namespace Qwen.Packaging.Tests;

/// <summary>
/// A small program over the chat client, without the native library of ONNX Runtime: as a build, and compiled ahead of time.
/// </summary>
public sealed class SmallProgramTests(Packages packages) : IDisposable
{
    private const string Source = """
        using Microsoft.Extensions.AI;
        using Qwen.Extensions.AI;
        using Qwen.VisionLanguage;

        await using var model = await QwenModel.LoadAsync("models/demo", new QwenModelOptions { Device = args[0], ConvertedFolder = "converted" });
        using var client = model.AsIChatClient();
        var picture = new DataContent(await File.ReadAllBytesAsync("samples/01-see/pictures/shapes.png"), "image/png");
        var question = new ChatMessage(ChatRole.User, [picture, new TextContent("Locate the red circle in the image and output in JSON.")]);
        Console.WriteLine((await client.GetResponseAsync(question, new ChatOptions { MaxOutputTokens = 60 })).Text);
        Console.WriteLine(model.DeviceReason);
        if (OperatingSystem.IsLinux())
            Console.WriteLine($"mapped: {File.ReadLines("/proc/self/maps").Count(line => line.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase))}");
        """;

    private readonly FreshProject project = new(packages);

    public void Dispose() => project.Dispose();

    [Theory]
    [InlineData("native-cpu")]
    [InlineData("auto")]
    public async Task A_build_sees_without_the_native_ONNX_Runtime(string device)
    {
        Write();
        await DotnetCommand.RunAsync(project.Folder, "build", "-c", "Release", "-v", "q", "-o", "out");
        Assert.NotEqual(0, DeleteNatives());
        var output = await DotnetCommand.RunAsync(project.Folder, Path.Combine("out", "small.dll"), device);
        AssertSees(output);
        if (device == "native-cpu")
            AssertNothingLoaded(output);
    }

    [Fact]
    public async Task A_program_compiled_ahead_of_time_sees_without_ONNX_Runtime()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "Linux on x64 is what is promised.");

        // what cannot be trimmed or compiled ahead would be a warning here
        Write(
            ("PublishAot", "true"), ("TrimmerSingleWarn", "false"), ("TreatWarningsAsErrors", "true"),
            ("NoWarn", "$(NoWarn);NU1603")); // a feed that holds only newer versions of what we ask for
        await DotnetCommand.RunAsync(project.Folder, "publish", "-c", "Release", "-r", "linux-x64", "-v", "q", "-o", "out");
        Assert.False(File.Exists(Path.Combine(project.Folder, "out", "small.dll")), "There is an assembly where only a program should be.");
        Assert.NotEqual(0, DeleteNatives());
        var output = await DotnetCommand.RunProgramAsync(Path.Combine(project.Folder, "out", "small"), project.Folder, "native-cpu");
        AssertSees(output);
        AssertNothingLoaded(output);
    }

    private void Write(params (string Name, string Value)[] properties)
    {
        project.WriteSources();
        project.WriteProject("small", "Qwen.Extensions.AI", properties);
        File.WriteAllText(Path.Combine(project.Folder, "Program.cs"), Source);
        project.CopyFiles("models/demo");
        project.CopyFiles("samples/01-see/pictures");
    }

    /// <summary>Deletes the native ONNX Runtime that came along; says of how many files.</summary>
    private int DeleteNatives()
    {
        var natives = Directory.GetFiles(Path.Combine(project.Folder, "out"), "*onnxruntime*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".so" or ".dylib" || Path.GetFileName(file) == "onnxruntime.dll").ToList();
        natives.ForEach(File.Delete);
        return natives.Count;
    }

    private static void AssertSees(string output)
    {
        Assert.Contains("\"bbox_2d\"", output, StringComparison.Ordinal);
        Assert.Contains("\"label\": \"red circle\"", output, StringComparison.Ordinal);
        Assert.Contains("Its kernels are ", output, StringComparison.Ordinal);
    }

    /// <summary>No file of ONNX Runtime in the process's memory, neither native nor managed.</summary>
    private static void AssertNothingLoaded(string output)
    {
        if (OperatingSystem.IsLinux())
            Assert.Contains("mapped: 0", output, StringComparison.Ordinal);
    }
}
