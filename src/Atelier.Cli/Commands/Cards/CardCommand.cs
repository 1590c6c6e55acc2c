using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary><c>atelier card RUN</c>: a model card, with what its author says and an audit.</summary>
internal sealed class CardCommand : AtelierCommand
{
    private readonly Argument<string> _run = new("run") { Description = "The folder that atelier train wrote." };
    private readonly StatementOptions _statements = new();
    private readonly AttributeOptions _attributes = new();
    private readonly RunModelChoice _model = new();
    private readonly StatisticsOptions _statistics = new();
    private readonly OutputOptions _output = new("The card, .md; the same as .json goes next to it [default: model-card.md in the run's folder].", isRequired: false);
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    public CardCommand(Streams streams)
        : base(
            streams,
            "card",
            "Writes a model card: what a model is and is not for, what it learned from, and how good it is for whom.",
            "atelier card runs/first --intended-use \"Sorting my own photographs\" --license \"CC BY 4.0\"",
            "atelier card runs/first --attributes people.csv --attribute gender -o card.md")
    {
        Add(_run);
        Add(_statements);
        Add(_attributes);
        Add(_model);
        Add(_statistics);
        Add(_output);
        Add(_compute);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(Invocation call, CancellationToken stop)
    {
        if (_output.Path(call) is { } path)
            _output.Claim(call, path);
        var options = Invocation.Build(() => new CardOptions
        {
            Statements = _statements.Read(call),
            Model = _model.Read(call),
            Attributes = _attributes.File(call),
            Attribute = _attributes.Column(call),
            Statistics = _statistics.Read(call),
            Path = _output.Path(call),
            Replace = _output.IsForced(call),
            Compute = _compute.Read(call),
        });
        string card;
        List<string> warnings = [];
        using (var line = call.Progress("images"))
            card = RunCard.Write(call.Get(_run), options, new ImageCounter(line), warnings.Add, stop);
        warnings.ForEach(call.Say);
        return Task.FromResult(call.Finish(
            new { Run = call.Get(_run), Card = card, Json = Path.ChangeExtension(card, ".json") },
            $"{card}: the model card; {Path.ChangeExtension(card, ".json")}: the same for programs."));
    }
}
