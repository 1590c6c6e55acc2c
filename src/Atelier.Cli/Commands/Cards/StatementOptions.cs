using System.CommandLine;
using Atelier.Runs;

namespace Atelier.Cli;

/// <summary>What only a model's author can say about it.</summary>
internal sealed class StatementOptions : OptionGroup
{
    private readonly Option<string?> _author = Text("--author", "Who made the model, and whom to ask.");
    private readonly Option<string?> _intended = Text("--intended-use", "What it is for, and for whom.");
    private readonly Option<string?> _outOfScope = Text("--out-of-scope", "What it is not meant for.");
    private readonly Option<string?> _harmful = Text("--harmful-uses", "What it must not be used for.");
    private readonly Option<string?> _origin = Text("--data-origin", "Where the data comes from, who is in it, and whether they consented.");
    private readonly Option<string?> _dataLicense = Text("--data-license", "What may be done with the data.");
    private readonly Option<string?> _license = Text("--license", "What may be done with the model.");
    private readonly Option<string?> _limitations = Text("--limitations", "Known weaknesses.");

    /// <inheritdoc/>
    public override IReadOnlyList<Option> Options => [_author, _intended, _outOfScope, _harmful, _origin, _dataLicense, _license, _limitations];

    /// <summary>The statements; null for those not made.</summary>
    public CardStatements Read(Invocation call) => new()
    {
        Author = call.Get(_author),
        IntendedUse = call.Get(_intended),
        OutOfScope = call.Get(_outOfScope),
        HarmfulUses = call.Get(_harmful),
        DataOrigin = call.Get(_origin),
        DataLicense = call.Get(_dataLicense),
        License = call.Get(_license),
        Limitations = call.Get(_limitations),
    };

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "text" };
}
