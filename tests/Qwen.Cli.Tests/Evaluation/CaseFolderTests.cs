using Qwen.Cli.Evaluation;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>What a folder of cases must hold.</summary>
public sealed class CaseFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-cases-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_limit_counts_within_each_task()
    {
        var all = CaseFolder.Read(CaseFolders.Embedded);
        var some = CaseFolder.Read(CaseFolders.Embedded, limit: 1);
        Assert.Equal(all.Select(c => c.Task).Distinct(), some.Select(c => c.Task));
    }

    [Fact]
    public void A_folder_without_a_list_is_refused_by_name()
        => Assert.Contains(folder, Assert.Throws<QwenException>(() => CaseFolder.Read(folder)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("no json")]
    public void A_malformed_list_is_refused(string json)
    {
        File.WriteAllText(Path.Combine(folder, "cases.json"), json);
        Assert.Contains("cases.json", Assert.Throws<QwenException>(() => CaseFolder.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_picture_is_named()
    {
        File.WriteAllText(
            Path.Combine(folder, "cases.json"), """[{"task":"t","kind":"read","file":"gone.png","prompt":"p","reference":"r"}]""");
        Assert.Contains("gone.png", Assert.Throws<QwenException>(() => CaseFolder.Read(folder)).Message, StringComparison.Ordinal);
    }
}
