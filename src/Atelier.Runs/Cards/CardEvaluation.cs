using Atelier.Auditing;

namespace Atelier.Runs;

/// <summary>Fills in a card's figures: accuracy by group, and the audit.</summary>
internal sealed class CardEvaluation(RunFolder folder, RunDescription run, TrainedModel model, CardOptions options, Action<string>? onWarning)
{
    /// <summary>The card, without statements.</summary>
    /// <param name="before">An earlier card, which contributes the metrics of the last model and the environment; null for none.</param>
    /// <param name="progress">Told after each image.</param>
    /// <param name="stop">Ends the work.</param>
    public ModelCard Create(ModelCard? before, IProgress<(int Done, int Total)>? progress, CancellationToken stop)
    {
        var images = EvaluationImages.OfRun(folder, run, options.Attributes, options.Attribute);
        var predictions = LabeledPredictions.Create(model, images, options.Compute, progress, stop);
        var metrics = options.Model is not null || before is null ? predictions.Accuracy() : before.Results.Metrics;
        var results = new CardResults(metrics, CardGroup.Count(images.Images, predictions.Predicted(run.Classes)));
        var draft = CardDraft.Create(folder, run, Recipe.Load(folder.Recipe), images.Own!, model.CountParameters(), results);
        return draft with
        {
            Model = draft.Model with { Weights = Path.GetFileName(model.Weights) },
            Environment = before?.Environment ?? draft.Environment,
            Audits = [.. Audit(images, predictions, stop)],
        };
    }

    private IEnumerable<CardAudit> Audit(EvaluationImages images, LabeledPredictions predictions, CancellationToken stop)
    {
        if (images.Images.Attribute is null || images.Indices.Count == 0)
            return [];
        try
        {
            return [CardAudits.From(RunAudit.AuditOf(predictions, images, options.Statistics, stop))];
        }
        catch (AuditException e)
        {
            onWarning?.Invoke(e.Message);
            return [];
        }
    }
}
