using Qwen.Cli;
using Qwen.Cli.Terminal;

using var interrupts = new InterruptSource();
return await QwenCommandLine.RunAsync(args, CliConsole.OfProcess(), interrupts);
