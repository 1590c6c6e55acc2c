using System.CommandLine;
using Atelier.Auditing;
using Atelier.Data;
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
    private readonly OutputOptions _output = new("The card, .md; the same as .json goes beside it [default: model-card.md in the run's folder].", isRequired: false);
    private readonly ComputeOptions _compute = new(hasSeed: false);

    /// <param name="streams">Where to write.</param>
    public CardCommand(Streams streams)
        : base(
            streams,
            "card",
            "Writes a model card: what a model is for and what not, what it learned from, how good it is for whom.",
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
        var folder = new RunFolder(call.Get(_run));
        var run = folder.Read();
        var (before, file) = (folder.Card.Read(), FileFor(call, folder));
        var card = Judge(call, folder, run, before, stop);
        file.Write(card with { Statements = _statements.Read(call).Or(before?.Statements ?? new()) });
        return Task.FromResult(call.Finish(new { Run = folder.Path, Card = file.Markdown, file.Json }, $"{file.Markdown}: the model card; {file.Json}: the same for programs."));
    }

    // A card in the run's folder is a draft, and may be replaced unless someone has written in it.
    private ModelCardFile FileFor(Invocation call, RunFolder folder)
    {
        if (_output.Path(call) is not { } path)
            return folder.Card.IsEdited && !_output.IsForced(call)
                ? throw new InputException($"{folder.Card.Markdown}: was changed by hand; use --force to replace it, or -o to write another.")
                : folder.Card;
        if (!path.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"The card must end in .md, not '{Path.GetFileName(path)}'.");
        var file = new ModelCardFile(_output.Claim(call, path), folder);
        _output.Claim(call, file.Json);
        return file;
    }

    // Without its data, a run's card keeps the figures that it has.
    private ModelCard Judge(Invocation call, RunFolder folder, RunDescription run, ModelCard? before, CancellationToken stop)
    {
        var model = _model.Of(call, folder, run);
        try
        {
            return Judge(call, folder, run, model, before, stop);
        }
        catch (DataSetException e) when (before is not null && !_attributes.IsGiven(call) && !_model.IsGiven(call))
        {
            call.Say($"{e.Message} The card keeps the figures that it has.");
            return before;
        }
    }

    private ModelCard Judge(Invocation call, RunFolder folder, RunDescription run, Predictor model, ModelCard? before, CancellationToken stop)
    {
        var images = ChosenImages.OfRun(folder, run, _attributes, call);
        var judged = JudgedImages.Judge(call, model, _compute.Read(call).Apply(), images, stop);
        var metrics = _model.IsGiven(call) || before is null ? judged.Accuracy() : before.Results.Metrics;
        var draft = CardDraft.Create(
            folder, run, Recipe.Load(folder.Recipe), images.Own!, model.CountParameters(), new(metrics, CardGroup.Count(images.Images, judged.Predicted(run.Classes))));
        return draft with
        {
            Model = draft.Model with { Weights = Path.GetFileName(model.Weights) },
            Environment = before?.Environment ?? draft.Environment,
            Audits = [.. Audit(call, images, judged, stop)],
        };
    }

    private IEnumerable<CardAudit> Audit(Invocation call, ChosenImages images, JudgedImages judged, CancellationToken stop)
    {
        if (images.Images.Attribute is null || images.Indices.Count == 0)
            return [];
        var options = _statistics.Read(call);
        try
        {
            return [CardAudits.From(Groups.Compared(images.Images.Path, () => new Auditor(options).Audit(judged.Counts(), images.CountTraining(), stop)), options)];
        }
        catch (AuditException e)
        {
            call.Say(e.Message);
            return [];
        }
    }
}
