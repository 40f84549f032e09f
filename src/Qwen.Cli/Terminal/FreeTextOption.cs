using System.CommandLine;

namespace Qwen.Cli.Terminal;

/// <summary>An option whose text may well be empty, which says something of its own: no instructions, no password.</summary>
/// <param name="name">Name on the command line.</param>
internal sealed class FreeTextOption(string name) : Option<string?>(name);
