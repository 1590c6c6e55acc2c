using System.CommandLine;

namespace Atelier.Cli;

/// <summary><c>atelier weights</c>: the commands for weight files.</summary>
internal sealed class WeightsCommand : Command
{
    /// <param name="streams">Where the commands write.</param>
    public WeightsCommand(Streams streams)
        : base("weights", "Lists, downloads, inspects and converts the networks' weight files.")
    {
        Add(new WeightsListCommand(streams));
        Add(new WeightsPullCommand(streams));
        Add(new WeightsInspectCommand(streams));
        Add(new WeightsConvertCommand(streams));
    }
}
