using System.CommandLine;

namespace Atelier.Cli;

/// <summary><c>atelier data</c>: the commands for data sets of images.</summary>
internal sealed class DataCommand : Command
{
    /// <param name="streams">Where the commands write.</param>
    public DataCommand(Streams streams)
        : base("data", "Downloads data sets, and shows what is in one.")
    {
        Add(new DataShowCommand(streams));
        Add(new DataPullCommand(streams));
    }
}
