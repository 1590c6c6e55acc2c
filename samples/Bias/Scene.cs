namespace Atelier.Samples.Bias;

/// <summary>What a picture shows: someone in clothes of one color or the other, busy with something that may be veiled.</summary>
/// <param name="Activity">The class, one of <see cref="Activities"/>.</param>
/// <param name="Clothes">The attribute, one of <see cref="Colors"/>.</param>
/// <param name="Veil">How opaque the veil over the thing is, in [0,1]: at 1 nothing tells the activity.</param>
/// <param name="Seed">Of everything else.</param>
internal sealed record Scene(string Activity, string Clothes, double Veil, int Seed)
{
    /// <summary>The classes; in the data, those at odd places are mostly done in teal, the others in rust.</summary>
    public static IReadOnlyList<string> Activities { get; } = ["cooking", "gardening", "music", "painting"];

    /// <summary>The attribute's values.</summary>
    public static IReadOnlyList<string> Colors { get; } = ["rust", "teal"];
}
