using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier train DATA --phases RECIPE</c>: a run over phases, in its own folder.</summary>
internal sealed class TrainCommand : AtelierCommand
{
    private readonly DataOptions _data = new();

    private readonly Option<string?> _phases = new("--phases")
    {
        Description = $"The recipe: text such as \"sgdr(lr=1e-2,cycles=2,len=1,mult=2)\", or a JSON file; see atelier plot-lr [default: {TrainOptions.DefaultRecipe}].",
        HelpName = "recipe",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The run's folder [default: runs/DATA-NETWORK-TIME].", HelpName = "folder" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the run in the folder." };
    private readonly RunOptions _run = new();

    /// <param name="streams">Where to write.</param>
    public TrainCommand(Streams streams)
        : base(
            streams,
            "train",
            "Trains a network on images in phases of learning rate and momentum; everything about the run is kept in a folder.",
            "atelier train photos --network resnet18 --phases \"one_cycle(lr=1e-2,len=5)\" -o runs/first",
            "atelier train shapes.tar --network small --phases \"sgdr(lr=1e-2,cycles=3,len=1,mult=2)\" --swa-start 4 --metrics accuracy f1",
            "atelier train photos --attributes people.csv --attribute gender --reweigh")
    {
        Add(_data.Data);
        Add(_phases);
        Add(_output);
        Add(_force);
        Add(_run);
        Add(_data);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var options = _run.Read(call, _data.Read(call));
        if (call.Get(_phases) is { } phases)
            options = RecipeArgument.Read(phases, recipe => options with { Recipe = recipe });
        using var run = Invocation.Build(() => TrainRun.Start(call.Get(_data.Data), _data.Network(call), options, call.Get(_output), call.Get(_force)));
        return Task.FromResult(RunReporter.Train(call, run, stop));
    }
}
