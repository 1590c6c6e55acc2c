using System.CommandLine;

namespace Atelier.Cli;

/// <summary>Options that belong together and that several commands take.</summary>
internal abstract class OptionGroup
{
    /// <summary>The options, in the order of the help.</summary>
    public abstract IReadOnlyList<Option> Options { get; }
}
