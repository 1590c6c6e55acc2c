namespace Atelier.Runs;

/// <summary>What no tool can know about a model, only its author. Each is null if nothing was said.</summary>
public sealed record CardStatements
{
    /// <summary>Who made it, and whom to ask.</summary>
    public string? Author { get; init; }

    /// <summary>What it is for, and for whom.</summary>
    public string? IntendedUse { get; init; }

    /// <summary>What it is not meant for.</summary>
    public string? OutOfScope { get; init; }

    /// <summary>What it must not be used for.</summary>
    public string? HarmfulUses { get; init; }

    /// <summary>Where the data comes from, who is in it, and whether they consented.</summary>
    public string? DataOrigin { get; init; }

    /// <summary>What may be done with the data.</summary>
    public string? DataLicense { get; init; }

    /// <summary>What may be done with the model.</summary>
    public string? License { get; init; }

    /// <summary>Known weaknesses.</summary>
    public string? Limitations { get; init; }

    /// <summary>These statements, with missing ones taken from others.</summary>
    public CardStatements Or(CardStatements others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new()
        {
            Author = Author ?? others.Author,
            IntendedUse = IntendedUse ?? others.IntendedUse,
            OutOfScope = OutOfScope ?? others.OutOfScope,
            HarmfulUses = HarmfulUses ?? others.HarmfulUses,
            DataOrigin = DataOrigin ?? others.DataOrigin,
            DataLicense = DataLicense ?? others.DataLicense,
            License = License ?? others.License,
            Limitations = Limitations ?? others.Limitations,
        };
    }
}
