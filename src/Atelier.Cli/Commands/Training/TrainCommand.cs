using System.CommandLine;
using Atelier.Core;
using Atelier.Runs;
using Atelier.Training;

namespace Atelier.Cli;

/// <summary><c>atelier train DATA --phases RECIPE</c>: a run over phases, in a folder of its own.</summary>
internal sealed class TrainCommand : AtelierCommand
{
    private readonly DataOptions _data = new();

    private readonly Option<string> _phases = new("--phases")
    {
        Description = "The recipe: text such as \"sgdr(lr=1e-2,cycles=2,len=1,mult=2)\", or a JSON file; see atelier plot-lr.",
        HelpName = "recipe",
        DefaultValueFactory = _ => "one_cycle(lr=1e-2,len=5)",
    };

    private readonly RunFolderOptions _folder = new();
    private readonly RunOptions _run = new();
    private readonly ComputeOptions _compute = new();

    /// <param name="streams">Where to write.</param>
    public TrainCommand(Streams streams)
        : base(
            streams,
            "train",
            "Trains a network on images over phases of learning rate and momentum; everything about the run is kept in a folder.",
            "atelier train photos --network resnet18 --phases \"one_cycle(lr=1e-2,len=5)\" -o runs/first",
            "atelier train shapes.tar --network small --phases \"sgdr(lr=1e-2,cycles=3,len=1,mult=2)\" --swa-start 4 --metrics accuracy f1",
            "atelier train photos --attributes people.csv --attribute gender --reweigh")
    {
        Add(_data.Data);
        Add(_phases);
        Add(_folder);
        Add(_run);
        Add(_data);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        var settings = _compute.Read(call);
        var description = _run.Read(call, _data, settings) with { Version = typeof(TrainCommand).Assembly.GetName().Version!.ToString(3), Started = DateTimeOffset.UtcNow };
        var recipe = LoadRecipe(call.Get(_phases));
        var folder = _folder.Claim(call, description);
        var device = settings.Apply();
        using var session = RunSession.Begin(call, folder, description with { Threads = ComputeSettings.ThreadsInUse }, recipe, device);
        _folder.Prepare(call, folder);
        recipe.Save(folder.Recipe);
        return Task.FromResult(session.Train(stop));
    }

    private static Recipe LoadRecipe(string text)
    {
        try
        {
            return Recipe.Load(text);
        }
        catch (RecipeException e) when (!text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !File.Exists(text))
        {
            throw new UsageException(e.Message, e);
        }
    }
}
