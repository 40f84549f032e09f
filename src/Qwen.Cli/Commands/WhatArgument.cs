using System.CommandLine;

namespace Qwen.Cli.Commands;

/// <summary>What a command looks for; it stands before the files, as in <c>grep</c>.</summary>
internal sealed class WhatArgument : Argument<string>
{
    /// <summary>Makes the argument.</summary>
    public WhatArgument(string description)
        : base("WHAT")
    {
        Description = description;
        Validators.Add(result =>
        {
            if (File.Exists(result.GetValueOrDefault<string>()))
                result.AddError($"'{result.GetValueOrDefault<string>()}' is a file: say what to look for first, then name the files.");
        });
    }
}
