using Qwen.Cli.Commands;
using Qwen.Cli.Terminal;
using Qwen.Testing;
using Spectre.Console;
using YamlDotNet.Serialization;

namespace Qwen.Cli.Tests;

/// <summary>The compose file of docs/reverse-proxy.md, as far as it can be checked without an engine that runs it.</summary>
public sealed class ComposeFileTests
{
    [Fact]
    public void It_is_YAML_whose_services_fit_together_and_whose_command_this_program_takes()
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Read());
        var services = Map(file["services"]);
        Assert.Equal(["one", "proxy", "two"], services.Keys.Order());
        foreach (var name in new[] { "one", "two" })
        {
            var replica = Map(services[name]);
            var words = ((string)replica["command"]).Split(' ');
            Assert.Equal(["dotnet", "/app/qwenvl.dll", "serve"], words[..3]);
            var console = new CliConsole(TextReader.Null, TextWriter.Null, AnsiConsole.Console, Interactive: false);
            Assert.Empty(ServeCommand.Create(console).Parse(words[3..]).Errors);

            // what the command names lies in what is mounted
            string[] mounted = [.. List(replica["volumes"]).Select(volume => volume.Split(':')[1]), "/run/secrets"];
            foreach (var path in words[1..].Where(word => word.StartsWith('/')))
                Assert.Contains(mounted, place => path.StartsWith(place + "/", StringComparison.Ordinal));
            Assert.All(List(replica["secrets"]), secret => Assert.Contains(secret, Map(file["secrets"]).Keys));
        }

        var proxy = Map(services["proxy"]);
        Assert.All(List(proxy["depends_on"]), service => Assert.Contains(service, services.Keys));
        Assert.All(List(proxy["ports"]), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    private static string Read()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "reverse-proxy.md")).ReplaceLineEndings("\n");
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static Dictionary<string, object> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static IEnumerable<string> List(object node) => ((List<object>)node).Cast<string>();
}
