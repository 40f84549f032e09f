using System.Diagnostics;
using Npgsql;
using Qwen.Testing;

namespace Qwen.Orleans.Tests.Processes;

/// <summary>A PostgreSQL of its own on loopback, in a temporary folder; for the tests that have it, and gone with them.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly int port = FreePorts.Find(1)[0];
    private string? programs;
    private TempFolder? folder;
    private Process? server;
    private int databases;

    /// <summary>Why there is none; null where it runs.</summary>
    public string? Missing { get; private set; }

    // it does not run as root
    private static bool IsRoot => Environment.UserName == "root";

    private string Data => folder!.File("data");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        programs = FindPrograms();
        if (programs is null || OperatingSystem.IsWindows())
        {
            Missing = "PostgreSQL is not installed: scripts/install-system-packages.sh tests does it.";
            return;
        }

        folder = new TempFolder();
        if (IsRoot && (!Run("chown", "postgres", folder.Path) || !Run("runuser", "-u", "postgres", "--", "true")))
        {
            Missing = "PostgreSQL does not run as root, and there is no account 'postgres' to run it by.";
            return;
        }

        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        Assert.True(Run(Command("initdb", "-D", Data, "-U", "qwen", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")));
        await StartAsync();
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var name = $"farm{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(Connection("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return Connection(name);
    }

    /// <summary>Ends the server as a power cut would, and starts it again.</summary>
    public async Task RestartAsync()
    {
        Run("kill", "-QUIT", $"{ServerId()}");
        await server!.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
        await StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            Run("kill", "-QUIT", $"{ServerId()}");
            await server.WaitForExitAsync();
            server.Dispose();
        }

        folder?.Dispose();
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        IEnumerable<string> folders = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(name => name, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(one => File.Exists(Path.Combine(one, "initdb")) && File.Exists(Path.Combine(one, "postgres")));
    }

    private static bool Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        if (process.ExitCode != 0)
            TestContext.Current.SendDiagnosticMessage("{0}: {1}{2}", string.Join(' ', command), output.Result, error.Result);
        return process.ExitCode == 0;
    }

    private string[] Command(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(programs!, program), .. arguments];
        return IsRoot ? ["runuser", "-u", "postgres", "--", .. command] : command;
    }

    private async Task StartAsync()
    {
        var command = Command(
            "postgres", "-D", Data, "-h", "127.0.0.1", "-p", $"{port}", "-k", "", "-c", "max_connections=200", "-c", "shared_buffers=64MB");
        server = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath(),
        })!;
        _ = server.StandardError.ReadToEndAsync();
        _ = server.StandardOutput.ReadToEndAsync();
        var until = DateTime.UtcNow.AddMinutes(1);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (DateTime.UtcNow < until && !server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    // runuser stands between: the server itself says who it is
    private int ServerId() => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First());

    private string Connection(string database) =>
        $"Host=127.0.0.1;Port={port};Username=qwen;Database={database};Maximum Pool Size=20;Timeout=15";
}
