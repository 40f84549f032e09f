using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Qwen.Cli.Tests.Privacy;

/// <summary>
/// Sees what of the network a child process touches: by strace, or where that is not to be had by a library that stands before the C
/// library's own functions.
/// </summary>
internal sealed partial class NetworkObserver : IDisposable
{
    // answers nothing, so that no name leaves the machine while it is being looked for
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <netdb.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/socket.h>
        #include <unistd.h>

        static void note(const char *what, const char *name) {
            int file = open(getenv("QWENVL_OBSERVED"), O_WRONLY | O_CREAT | O_APPEND, 0600);
            dprintf(file, "%s(%s)\n", what, name ? name : "");
            close(file);
        }

        static int is_network(const struct sockaddr *address) {
            return address && (address->sa_family == AF_INET || address->sa_family == AF_INET6);
        }

        int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
            note("getaddrinfo", name);
            return EAI_FAIL;
        }

        int connect(int socket, const struct sockaddr *address, socklen_t length) {
            if (is_network(address)) { note("connect", ""); errno = ENETUNREACH; return -1; }
            return ((int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect"))(socket, address, length);
        }

        ssize_t sendto(int socket, const void *data, size_t count, int flags, const struct sockaddr *address, socklen_t length) {
            if (is_network(address)) { note("sendto", ""); errno = ENETUNREACH; return -1; }
            return ((ssize_t (*)(int, const void *, size_t, int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "sendto"))(
                socket, data, count, flags, address, length);
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-observer-").FullName;
    private readonly string? library;

    private NetworkObserver(bool compiles)
    {
        if (!compiles)
            return;
        library = Path.Combine(folder, "observer.so");
        File.WriteAllText(Path.Combine(folder, "observer.c"), Source);
        Assert.True(Runs("cc", "-shared", "-fPIC", "-w", "-o", library, Path.Combine(folder, "observer.c"), "-ldl"), "cc failed.");
    }

    /// <summary>Whether the child's process is one below the one that is started.</summary>
    public bool IsParent => library is null;

    private string Log => Path.Combine(folder, "seen");

    /// <summary>An observer; null where neither way is there.</summary>
    /// <param name="byLibrary">Whether to take the second way although the first is there.</param>
    public static NetworkObserver? TryCreate(bool byLibrary = false)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        if (!byLibrary && Runs("strace", "-f", "-o", "/dev/null", "true"))
            return new NetworkObserver(compiles: false);
        return Runs("cc", "--version") ? new NetworkObserver(compiles: true) : null;
    }

    /// <summary>How to start a program so that it is seen, with no more of this process's environment than it needs.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="home">The user's home.</param>
    /// <param name="temporary">The folder for temporary files.</param>
    public ProcessStartInfo Start(string program, IEnumerable<string> arguments, string home, string temporary)
    {
        var start = library is null
            ? new ProcessStartInfo("strace", ["-f", "-qq", "-e", "trace=network,openat", "-o", Log, program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        QuietEnvironment.Apply(start, home, temporary);
        if (library is not null)
        {
            start.Environment["LD_PRELOAD"] = library;
            start.Environment["QWENVL_OBSERVED"] = Log;
        }

        return start;
    }

    /// <summary>What was asked of a resolver or sent to another place than the machine's own sockets.</summary>
    public IReadOnlyList<string> LookUps() => !File.Exists(Log) ? []
        : [.. File.ReadLines(Log).Where(line => library is not null || LookUp().IsMatch(line))];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // an answer on a connection that came in names no address
    [GeneratedRegex(@"\b(connect|sendto|sendmsg|sendmmsg)\(.*(sa_family=AF_INET6?\b|/nscd/)|""/etc/resolv\.conf""")]
    private static partial Regex LookUp();
}
