using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Qwen.Screens.Tests.Android;

/// <summary>
/// A device's shell: the lines are read by a real POSIX shell, in which the device's programs are functions that write down what they were
/// handed. Text typed arrives in a file, as it would in a text field.
/// </summary>
internal sealed class ShellDevice : IDisposable
{
    // every program writes its words behind NUL, and a line end behind the last
    private const string Programs = """
        log() { printf '%s\000' "$@" >>"$DEVICE/log"; printf '\n' >>"$DEVICE/log"; }
        sleep() { if [ -e "$DEVICE/slow" ]; then : >"$DEVICE/sleeping"; command sleep 1; fi; }
        ime_now() { current=; IFS= read -r current <"$DEVICE/ime"; }
        input() {
          log input "$@"
          case "$1 $2" in
            "keyevent KEYCODE_ENTER") printf 'enter\n' >>"$DEVICE/typed";;
            "text "*) printf 'keys %s\n' "$2" >>"$DEVICE/typed"; after_typing;;
          esac
        }
        am() { log am "$@"; ime_now; if [ "$3$current" = ADB_INPUT_B64com.android.adbkeyboard/.AdbIME ]; then printf 'base64 %s\n' "$6" >>"$DEVICE/typed"; after_typing; fi; }
        after_typing() { if [ -e "$DEVICE/after-typing" ]; then . "$DEVICE/after-typing"; fi; }
        ime() {
          case "$1" in
            list) while read -r keyboard; do echo "$keyboard"; done <"$DEVICE/keyboards";;
            set) printf '%s' "$2" >"$DEVICE/ime"; echo "Input method $2 selected";;
          esac
        }
        settings() { ime_now; echo "$current"; }
        wm() { cat "$DEVICE/wm-$1" 2>/dev/null; }
        dumpsys() { if [ -e "$DEVICE/dumpsys-$1" ]; then while IFS= read -r row; do printf '%s\n' "$row"; done <"$DEVICE/dumpsys-$1"; fi; }
        grep() {
          case "$2" in
            *topResumed*) while IFS= read -r row; do case "${row#"${row%%[! ]*}"}" in topResumedActivity[=:]*|mResumedActivity[=:]*) printf '%s\n' "$row";; esac; done;;
            *) command grep "$@";;
          esac
        }
        screencap() { cat "$DEVICE/screen.png" 2>/dev/null; }
        uiautomator() { if [ -e "$DEVICE/moving" ] && [ "$2" != --compressed ]; then echo 'ERROR: could not get idle state.'; return 0; fi; cat "$DEVICE/tree.xml" 2>/dev/null; echo "UI hierchary dumped to: $2"; if [ -e "$DEVICE/after-dump" ]; then . "$DEVICE/after-dump"; fi; }
        pm() { cat "$DEVICE/packages"; }
        monkey() { log monkey "$@"; }

        """;

    private readonly Lock starting = new();
    private Process? shell;

    public ShellDevice()
    {
        Write("ime", "com.example.keyboard/.Latin");
        Write("keyboards", "com.example.keyboard/.Latin\ncom.android.adbkeyboard/.AdbIME\n");
        Write("log", "");
        Write("wm-size", "Physical size: 1080x2400\n");
        Write("wm-density", "Physical density: 420\n");
        Write("dumpsys-input", "      SurfaceOrientation: 0\n");
        Write("dumpsys-activity", "    topResumedActivity=ActivityRecord{cdd3f4c u0 com.android.settings/.Settings t12}\n");
        Write(
            "packages",
            "package:com.android.settings\npackage:com.android.chrome\npackage:org.example.filemanager\npackage:org.example.notes\n");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("device").FullName;

    /// <summary>The commands that ran, as their words.</summary>
    public IReadOnlyList<string[]> Commands =>
        [.. Read("log").Split("\0\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\0'))];

    /// <summary>What stands in the text field: key events, in which "%s" is a blank, and broadcasts to the keyboard.</summary>
    public string Text =>
        string.Concat(Read("typed").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2) switch
        {
            ["keys", var keys] => keys.Replace("%s", " ", StringComparison.Ordinal),
            ["base64", var bytes] => Encoding.UTF8.GetString(Convert.FromBase64String(bytes)),
            _ => "\n",
        }));

    /// <summary>What the device's programs read and write.</summary>
    public string Read(string name) =>
        File.Exists(Path.Combine(Folder, name)) ? Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(Folder, name))) : "";

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Folder, name), bytes);

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Runs lines in one shell that stays, one at a time.</summary>
    public (byte[] Output, int ExitCode) Run(string line)
    {
        lock (starting)
        {
            shell ??= Start("");
            var end = $"end-{Guid.NewGuid():N}";
            shell.StandardInput.Write($"( {line}\n); printf '\\n{end} %d\\n' $?\n");
            shell.StandardInput.Flush();
            var output = new StringBuilder();
            while (shell.StandardOutput.ReadLine() is { } answer)
            {
                if (answer.StartsWith(end, StringComparison.Ordinal))
                    return (Encoding.Latin1.GetBytes(output.ToString(0, Math.Max(0, output.Length - 1))), int.Parse(
                        answer[(end.Length + 1)..], CultureInfo.InvariantCulture));
                output.Append(answer).Append('\n');
            }

            throw new InvalidOperationException("The shell ended: a line broke out of its quotes.");
        }
    }

    /// <summary>Starts a line in a shell of its own, which the caller ends.</summary>
    public Process Start(string line)
    {
        var start = new ProcessStartInfo("/bin/sh", line.Length > 0 ? ["-c", Programs + line] : ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.Latin1,
        };
        start.Environment["DEVICE"] = Folder;
        var process = Process.Start(start)!;
        if (line.Length == 0)
            process.StandardInput.Write(Programs);
        return process;
    }

    public void Dispose()
    {
        shell?.Kill(entireProcessTree: true);
        shell?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
