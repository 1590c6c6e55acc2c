namespace Atelier.Runs;

/// <summary>What whoever uses a model must know of it: what for, learned from what, how good for whom.</summary>
/// <remarks>Mitchell et al., "Model Cards for Model Reporting", 2019.</remarks>
internal sealed record ModelCard
{
    /// <summary>The model's name: that of its run's folder.</summary>
    public required string Name { get; init; }

    /// <summary>What its author says; all of it may be missing.</summary>
    public CardStatements Statements { get; init; } = new();

    /// <summary>What it is.</summary>
    public required CardModel Model { get; init; }

    /// <summary>What it learned from.</summary>
    public required CardData Data { get; init; }

    /// <summary>How it learned.</summary>
    public required CardTraining Training { get; init; }

    /// <summary>How good it is, over all and by group.</summary>
    public required CardResults Results { get; init; }

    /// <summary>Whether it is more lopsided than its data, an audit for each attribute; empty where that was not looked into.</summary>
    public IReadOnlyList<CardAudit> Audits { get; init; } = [];

    /// <summary>Where it was trained.</summary>
    public required CardEnvironment Environment { get; init; }
}
