namespace Atelier.Auditing;

/// <summary>One group over all labels.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Rows">Its rows among the predictions.</param>
/// <param name="TrainingRows">Its rows in the training data.</param>
/// <param name="Accuracy">The part of its rows that is predicted right; of several labels, all of them.</param>
public sealed record GroupAudit(string Group, long Rows, long TrainingRows, Estimate? Accuracy);
